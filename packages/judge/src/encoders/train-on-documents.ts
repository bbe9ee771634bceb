import { availableParallelism } from 'node:os';
import {
  methodOptions,
  openEncoder,
  trainEncoder,
  type AboutTraining,
  type TextEncoder,
  type TrainingSettings,
} from '@broadsheet/learn';
import type { PaperText } from '@broadsheet/papers';
import { start } from '@broadsheet/tensor';
import type { JudgedDocument } from '../collection/collection.ts';
import { recordOfDocument } from '../scratch/record-of-document.ts';

/** Texts that training reads at once. */
const block = 500;

export interface TrainOptions {
  readonly seed: number;
  readonly minutes?: number;
  /** Another method of packages/methods than the usual one. */
  readonly method?: string;
  readonly settings?: Partial<TrainingSettings>;
  /** A model to go on from. */
  readonly from?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/** An encoder that was trained. */
export interface Trained {
  readonly model: Uint8Array;
  readonly encoder: TextEncoder;
  /** What training says of itself. */
  readonly about: AboutTraining;
}

/**
 * Trains an encoder on documents alone, without their queries and judgements: what an operator does with the papers that are there.
 * Titles are those that `recordOfDocument` gives.
 */
export function trainOnDocuments(
  documents: readonly JudgedDocument[],
  options: TrainOptions,
): Promise<Trained> {
  const texts = documents.flatMap((document, id): PaperText[] => {
    const record = recordOfDocument(document, String(id));
    return record === null ? [] : [{ id, title: record.title, abstract: record.abstract ?? '' }];
  });
  return trainOnTexts(texts, options);
}

/** Trains an encoder on texts, on all cores. @throws the signal's reason; what training throws. */
export async function trainOnTexts(
  texts: readonly PaperText[],
  { seed, minutes, method, settings, from, signal, onProgress }: TrainOptions,
): Promise<Trained> {
  await start({ threads: availableParallelism() });
  const made = await trainEncoder(
    {
      count: texts.length,
      async *read() {
        for (let from = 0; from < texts.length; from += block) yield texts.slice(from, from + block);
      },
    },
    {
      seed,
      ...(minutes === undefined ? {} : { minutes }),
      settings: {
        ...settings,
        ...(method === undefined ? {} : { method: { id: method, options: optionsOf(method) } }),
      },
      ...(from === undefined ? {} : { from }),
    },
    {
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ phase, done, total }) => onProgress?.(`${phase} for learning`, done, total),
    },
  );
  signal?.throwIfAborted();
  if (made === null) throw new Error('Training was interrupted.');
  return { ...made, encoder: await openEncoder(made.model) };
}

function optionsOf(method: string): Readonly<Record<string, unknown>> {
  const chosen: Readonly<Record<string, Readonly<Record<string, unknown>>>> = methodOptions;
  return chosen[method] ?? { headLayers: 0 };
}

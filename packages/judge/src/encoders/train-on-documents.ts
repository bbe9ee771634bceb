import type { TextEncoder } from '@broadsheet/learn';
import type { PaperText } from '@broadsheet/papers';
import type { JudgedDocument } from '../collection/collection.ts';
import { recordOfDocument } from '../scratch/record-of-document.ts';
import { openModel, trainModel } from './learn-room.ts';

/** Texts that training reads at once. */
const block = 500;

export interface TrainOptions {
  readonly seed: number;
  readonly minutes?: number;
  readonly epochs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/**
 * Trains an encoder on documents alone, without their queries and judgements: what an operator does with the papers that are there.
 * Titles are those that `recordOfDocument` gives.
 * @returns The model and the encoder that it is.
 */
export async function trainOnDocuments(
  documents: readonly JudgedDocument[],
  { seed, minutes, epochs, signal, onProgress }: TrainOptions,
): Promise<{ model: Uint8Array; encoder: TextEncoder }> {
  const texts = documents.flatMap((document, id): PaperText[] => {
    const record = recordOfDocument(document, String(id));
    return record === null ? [] : [{ id, title: record.title, abstract: record.abstract ?? '' }];
  });
  const made = await trainModel(
    {
      count: texts.length,
      async *read() {
        for (let from = 0; from < texts.length; from += block) yield texts.slice(from, from + block);
      },
    },
    {
      seed,
      ...(minutes === undefined ? {} : { minutes }),
      ...(epochs === undefined ? {} : { epochs }),
    },
    {
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ phase, done, total }) => onProgress?.(`learning (${phase})`, done, total),
    },
  );
  signal?.throwIfAborted();
  if (made === null) throw new Error('Training was interrupted.');
  return { model: made.model, encoder: await openModel(made.model) };
}

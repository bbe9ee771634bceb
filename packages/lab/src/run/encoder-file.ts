import { RunningMoments, type Moments } from '@broadsheet/methods';
import {
  dispose,
  keep,
  loadParameters,
  random,
  saveParameters,
  scope,
  zeros,
  type Parameters,
} from '@broadsheet/tensor';
import { readSafetensors, SafetensorsError } from '@broadsheet/tensor/safetensors';
import { z } from 'zod';
import { chooseEncoder } from './encoder-kinds.ts';
import type { Encoder } from './evaluate-encoder.ts';
import { reading, type Reading } from './reading.ts';
import { encoderChoice, type RunPlan } from './run-plan.ts';

const format = 'broadsheet encoder 1';

/** What an encoder's file says of itself, beside its parameters. */
export interface EncoderFacts {
  readonly encoder: RunPlan['encoder'];
  readonly reading: Reading;
  /** How it was learnt. */
  readonly method: string;
  readonly data: string;
  readonly seed: string;
}

/**
 * An encoder as a safetensors file: parameters under `encoder.`, what batch norms remember under `moments.`, and in the
 * metadata which net it is, what it reads and where it is from. Enough to encode with it elsewhere.
 */
export function saveEncoder(
  { parameters, moments }: Encoder,
  how: Reading,
  plan: Pick<RunPlan, 'encoder' | 'method' | 'data' | 'seed'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const tree = { encoder: parameters, moments: (moments?.toTree() ?? {}) as unknown as Parameters };
  return saveParameters(tree, {
    format,
    encoder: JSON.stringify(plan.encoder),
    reading: JSON.stringify(how),
    method: plan.method,
    data: plan.data.name,
    seed: String(plan.seed),
  });
}

/**
 * Reads such a file.
 * @throws SafetensorsError where it is no encoder of ours or is damaged; the message says what is missing.
 */
export function loadEncoder(bytes: Uint8Array): { readonly encoder: Encoder; readonly facts: EncoderFacts } {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata['format'] !== format)
    throw new SafetensorsError(
      'This file is no encoder of the laboratory: `broadsheet lab run … --save FILE` writes one.',
    );
  const facts: EncoderFacts = {
    encoder: parsed(encoderChoice, metadata, 'encoder'),
    reading: parsed(reading, metadata, 'reading'),
    method: metadata['method'] ?? '',
    data: metadata['data'] ?? '',
    seed: metadata['seed'] ?? '',
  };
  const net = chooseEncoder(facts.encoder, facts.reading.kind).make(facts.reading);
  const { parameters, moments } = scope(() => {
    const momentsLike: Record<string, Record<string, ReturnType<typeof zeros>>> = {};
    for (const [name, { shape }] of tensors) {
      if (!name.startsWith('moments.')) continue;
      const [, place, moment] = name.split('.') as [string, string, string];
      (momentsLike[place] ??= {})[moment] = zeros(shape);
    }
    const like = { encoder: net.init(random.key(0)), moments: momentsLike as unknown as Parameters };
    const { encoder, moments: found } = loadParameters(bytes, like);
    return keep({ parameters: encoder, moments: found as unknown as Record<string, Moments> });
  });
  return { encoder: { net, parameters, moments: RunningMoments.fromTree(moments) }, facts };
}

/** Frees an encoder that was loaded. */
export function disposeEncoder({ parameters, moments }: Encoder): void {
  dispose(parameters);
  if (moments !== undefined) dispose(moments.toTree());
}

function parsed<T>(schema: z.ZodType<T>, metadata: Readonly<Record<string, string>>, field: string): T {
  let value: unknown;
  try {
    value = JSON.parse(metadata[field] ?? '');
  } catch {
    throw new SafetensorsError(`This encoder's file does not say its ${field}.`);
  }
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  throw new SafetensorsError(
    `This encoder's file has a ${field} that cannot be read: ${z.prettifyError(found.error)}`,
  );
}

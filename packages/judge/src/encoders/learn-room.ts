import * as learn from '@broadsheet/learn';
import type { TextEncoder } from '@broadsheet/learn';
import type { PaperText } from '@broadsheet/papers';

interface LearnRoom {
  readonly quantise: unknown;
  readonly openEncoder?: (model: Uint8Array) => Promise<TextEncoder>;
  readonly trainEncoder?: (
    texts: { readonly count: number; read(): AsyncIterable<PaperText[]> },
    plan: {
      readonly seed: number;
      readonly minutes?: number;
      readonly settings?: {
        readonly method: { readonly id: string; readonly options: Readonly<Record<string, unknown>> };
      };
    },
    watch: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: {
        readonly phase: string;
        readonly done: number;
        readonly total: number;
      }) => void;
    },
  ) => Promise<{ readonly model: Uint8Array; readonly about: unknown } | null>;
}

const room: LearnRoom = learn;

/** Opens a model of our own. */
export function openModel(model: Uint8Array): Promise<TextEncoder> {
  if (room.openEncoder === undefined) throw new Error('This version has no encoder of its own yet.');
  return room.openEncoder(model);
}

/** Trains a model of our own. */
export const trainModel: NonNullable<LearnRoom['trainEncoder']> = (...given) => {
  if (room.trainEncoder === undefined) throw new Error('This version trains no encoder yet.');
  return room.trainEncoder(...given);
};

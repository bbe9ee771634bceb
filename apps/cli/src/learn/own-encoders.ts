import * as learn from '@broadsheet/learn';
import type { TextEncoder, TrainedEncoder, TrainingTexts } from '@broadsheet/learn';

/** How far a training is. */
export interface TrainingProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly loss?: number;
  readonly rankMe?: number;
  readonly secondsLeft?: number;
}

interface OwnEncoders {
  readonly withId: unknown;
  readonly openEncoder?: (model: Uint8Array) => Promise<TextEncoder>;
  readonly trainEncoder?: (
    texts: TrainingTexts,
    plan: {
      readonly seed: number;
      readonly minutes?: number;
      readonly epochs?: number;
      readonly from?: Uint8Array;
    },
    watch: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: TrainingProgress) => void;
      readonly checkpoint?: string;
    },
  ) => Promise<TrainedEncoder | null>;
}

const room: OwnEncoders = learn;

/** Opens a model of our own. */
export const openEncoder: NonNullable<OwnEncoders['openEncoder']> = (model) => {
  if (room.openEncoder === undefined) throw new Error('This version opens no encoder of its own yet.');
  return room.openEncoder(model);
};

/** Trains a model of our own. */
export const trainEncoder: NonNullable<OwnEncoders['trainEncoder']> = (...given) => {
  if (room.trainEncoder === undefined) throw new Error('This version trains no encoder yet.');
  return room.trainEncoder(...given);
};

import { checkEncoder, isHeldOut, type TrainingSettings } from '@broadsheet/learn';
import type { PaperText } from '@broadsheet/papers';
import { trainOnTexts } from '../encoders/train-on-documents.ts';

/** Ways in which an encoder follows a library that grows. */
export const continualWays = ['infinite', 'cosine', 'all anew'] as const;
export type ContinualWay = (typeof continualWays)[number];

/** What a way came to with one seed. */
export interface ContinualRun {
  readonly way: ContinualWay;
  readonly seed: number;
  readonly papers: number;
  /** [after stage, of stage]: mean reciprocal rank of a held-out title's own abstract among those of its stage. */
  readonly found: readonly (readonly number[])[];
  readonly seconds: number;
}

/** Papers of each stage that are kept from training. */
const heldOutShare = 0.05;

/** Papers in their order in time, in stages of one size; those held out beside those to learn from. */
export function partStages(
  texts: readonly PaperText[],
  stages: number,
): { training: PaperText[]; heldOut: PaperText[] }[] {
  const size = Math.ceil(texts.length / stages);
  return Array.from({ length: stages }, (_, stage) => {
    const own = texts
      .slice(stage * size, (stage + 1) * size)
      .filter(({ abstract }) => abstract.length >= 100);
    return {
      training: own.filter(({ title }) => !isHeldOut(title, heldOutShare)),
      heldOut: own.filter(({ title }) => isHeldOut(title, heldOutShare)),
    };
  });
}

/**
 * Learns one stage after the other, each on its own papers alone, and looks after each at held-out papers of all stages so far.
 * `all anew` learns each time from the beginning on all papers so far: what the others are held against.
 */
export async function continualRun(
  stages: ReturnType<typeof partStages>,
  { way, seed, settings }: { way: ContinualWay; seed: number; settings?: Partial<TrainingSettings> },
  onProgress: (what: string) => void = () => {},
): Promise<ContinualRun> {
  const begun = performance.now();
  const found: number[][] = [];
  let model: Uint8Array | undefined;
  for (let stage = 0; stage < stages.length; stage++) {
    onProgress(`${way}, seed ${seed}: stage ${stage + 1} of ${stages.length}`);
    const anew = way === 'all anew';
    const some = anew ? stages.slice(0, stage + 1) : stages.slice(stage, stage + 1);
    const { encoder, model: made } = await trainOnTexts(
      some.flatMap(({ training }) => training),
      {
        seed,
        settings: { ...settings, schedule: way === 'infinite' ? 'infinite' : 'cosine' },
        ...(anew || model === undefined ? {} : { from: model }),
      },
    );
    model = made;
    const row: number[] = [];
    for (const { heldOut } of stages.slice(0, stage + 1))
      row.push((await checkEncoder(encoder, heldOut)).check.meanReciprocalRank);
    found.push(row);
  }
  const papers = stages.reduce((sum, { training }) => sum + training.length, 0);
  return { way, seed, papers, found, seconds: Math.round((performance.now() - begun) / 1000) };
}

/** Of one run: what old stages lost since they were learnt, how well they are found at the end, and how well the newest is. */
export function forgettingOf({ found }: Pick<ContinualRun, 'found'>): {
  forgotten: number;
  old: number;
  newest: number;
} {
  const last = found.at(-1) ?? [];
  const before = last.length - 1;
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? NaN : values.reduce((a, b) => a + b, 0) / values.length;
  return {
    forgotten: mean(last.slice(0, before).map((value, stage) => (found[stage]?.[stage] ?? NaN) - value)),
    old: mean(last.slice(0, before)),
    newest: last[before] ?? NaN,
  };
}

import type { EncoderCheck } from '@broadsheet/learn';

/** `61.2 %` */
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** A check in lines for people. */
export function checkWords(check: EncoderCheck, dimensions: number): string[] {
  return [
    `Titles find their own abstract among ${check.papers.toLocaleString('en')} held-out papers: ${percent(check.recallAt1)} first, ${percent(check.recallAt10)} in the first ten.`,
    `RankMe ${check.rankMe.toFixed(1)} of ${dimensions}, alignment ${check.alignment.toFixed(3)}, uniformity ${check.uniformity.toFixed(3)}.`,
  ];
}

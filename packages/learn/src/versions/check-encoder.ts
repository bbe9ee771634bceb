import { setImmediate as turn } from 'node:timers/promises';
import { alignment, rankMe, uniformity } from '@broadsheet/methods';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import type { EncoderCheck } from './about-encoder.ts';

/** Texts that are encoded at once. */
const slice = 64;

/**
 * How good an encoder is by measures without labels: whether the title of a paper, as a question, finds the paper's own abstract
 * among those of all the others; RankMe; alignment and uniformity.
 * @param papers Held-out ones, at least two, with titles and abstracts.
 * @returns `places`: where each title found its own abstract, 1 being first; ties count against it.
 * @throws RangeError where there are fewer than two papers. Error where the tensor engine was not started, which computes uniformity.
 */
export async function checkEncoder(
  encoder: Pick<TextEncoder, 'dimensions' | 'encode'>,
  papers: readonly { readonly title: string; readonly abstract: string }[],
  signal?: AbortSignal,
): Promise<{ check: EncoderCheck; places: number[] }> {
  const n = papers.length;
  if (n < 2) throw new RangeError(`checkEncoder: it takes two papers at least, and there are ${n}.`);
  const width = encoder.dimensions;
  const titles = new Float32Array(n * width);
  const abstracts = new Float32Array(n * width);
  for (let from = 0; from < n; from += slice) {
    signal?.throwIfAborted();
    const some = papers.slice(from, from + slice);
    titles.set(await encoder.encode(some.map(({ title }) => title)), from * width);
    abstracts.set(await encoder.encode(some.map(({ abstract }) => ({ title: '', abstract }))), from * width);
    await turn();
  }
  const places: number[] = [];
  for (let i = 0; i < n; i++) {
    places.push(placeOf(titles.subarray(i * width, (i + 1) * width), abstracts, i));
    if (i % slice === 0) {
      signal?.throwIfAborted();
      await turn();
    }
  }
  const share = (most: number) => places.filter((place) => place <= most).length / n;
  const features = { values: abstracts, n, width };
  const knowsSome = abstracts.some((value) => value !== 0);
  return {
    places,
    check: {
      papers: n,
      recallAt1: share(1),
      recallAt10: share(10),
      meanReciprocalRank: places.reduce((sum, place) => sum + 1 / place, 0) / n,
      rankMe: knowsSome ? rankMe(features) : 1,
      alignment: alignment({ values: titles, n, width }, features),
      uniformity: await uniformity(features),
    },
  };
}

function placeOf(query: Float32Array, rows: Float32Array, own: number): number {
  const width = query.length;
  const n = rows.length / width;
  const dot = (row: number) => {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += (query[j] as number) * (rows[row * width + j] as number);
    return sum;
  };
  const score = dot(own);
  let place = 1;
  for (let i = 0; i < n; i++) if (i !== own && dot(i) >= score) place++;
  return place;
}

/**
 * Whether one encoder finds abstracts by their titles clearly worse than another, on the same papers: by the mean difference of
 * reciprocal places, if that is more than twice its standard error, so that luck with these papers decides nothing.
 * @throws RangeError where the two were not checked on as many papers.
 */
export function isClearlyWorse(places: readonly number[], others: readonly number[]): boolean {
  const n = places.length;
  if (others.length !== n || n === 0)
    throw new RangeError(`isClearlyWorse: ${n} places beside ${others.length}; it takes the same papers.`);
  const differences = places.map((place, i) => 1 / place - 1 / (others[i] ?? Infinity));
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  return mean + 2 * Math.sqrt(variance / n) < 0;
}

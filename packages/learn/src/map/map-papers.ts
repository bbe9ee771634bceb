import type { Features } from '@broadsheet/methods';
import { findTopics } from '../topics/find-topics.ts';
import { nameTopics } from '../topics/name-topics.ts';
import { principalPlane } from './principal-plane.ts';
import { project } from './project.ts';

/** What a map is drawn of. Plain data, so that it passes through `postMessage`. */
export interface MapRequest {
  readonly papers: readonly { readonly id: number; readonly title: string; readonly abstract: string }[];
  /** int8 [papers, width]: their codes, as `paper_vectors` has them. */
  readonly codes: Int8Array;
  readonly width: number;
  /** int8 [m, width]: papers whose plane all maps of an encoder begin on. Without any, the papers' own. */
  readonly reference: Int8Array;
}

/** A topic of the papers of a map. */
export interface Topic {
  /** Its most telling words and phrases, the first the most; none where its papers say nothing in common. */
  readonly words: readonly string[];
  readonly papers: number;
}

export interface PaperMap {
  /** [papers, 2] in the order asked: in no unit, but both axes in the same. */
  readonly points: Float64Array;
  /** [papers]: the topic of each. */
  readonly topicOf: Int32Array;
  /** The largest first. */
  readonly topics: readonly Topic[];
}

/**
 * Where papers lie on a map, and what they are about. The order of the papers does not matter: the same papers and vectors give
 * the same map. Takes about two seconds for 1,500 papers, so it is for a thread of its own (`MapThread`). Needs the tensor engine.
 * @throws RangeError where codes and papers do not fit each other.
 */
export async function mapPapers({ papers, codes, width, reference }: MapRequest): Promise<PaperMap> {
  const n = papers.length;
  if (codes.length !== n * width)
    throw new RangeError(`A map of ${n} papers and codes of ${codes.length} numbers, not ${n} × ${width}.`);
  if (n === 0) return { points: new Float64Array(0), topicOf: new Int32Array(0), topics: [] };
  const order = papers.map((_, i) => i).sort((a, b) => (papers[a]?.id ?? 0) - (papers[b]?.id ?? 0));
  const vectors = featuresOf(codes, width, order);
  const plane =
    reference.length > 0
      ? principalPlane(featuresOf(reference, width, Array.from({ length: reference.length / width }, (_, i) => i))) // prettier-ignore
      : principalPlane(vectors);
  const placed = await project(vectors, { plane });
  const found = await findTopics(vectors);
  const named = nameTopics(
    order.map((i) => papers[i] as MapRequest['papers'][number]),
    found,
  );
  const sizes = named.map((_, topic) => found.reduce((size, own) => size + (own === topic ? 1 : 0), 0));
  const rank = named
    .map((_, topic) => topic)
    .sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b);
  const points = new Float64Array(2 * n);
  const topicOf = new Int32Array(n);
  order.forEach((i, place) => {
    points.set(placed.subarray(2 * place, 2 * place + 2), 2 * i);
    topicOf[i] = rank.indexOf(found[place] as number);
  });
  return {
    points,
    topicOf,
    topics: rank.map((topic) => ({ words: named[topic] ?? [], papers: sizes[topic] ?? 0 })),
  };
}

/** Some rows of codes, as numbers that can be computed with. */
function featuresOf(codes: Int8Array, width: number, rows: readonly number[]): Features {
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    const vector = Float32Array.from(codes.subarray(row * width, (row + 1) * width));
    const length = Math.hypot(...vector) || 1;
    for (let j = 0; j < width; j++) values[place * width + j] = (vector[j] as number) / length;
  });
  return { values, n: rows.length, width };
}

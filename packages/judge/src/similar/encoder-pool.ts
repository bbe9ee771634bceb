import type { TextEncoder } from '@broadsheet/learn';
import type { PoolSystem } from './pool-system.ts';
import type { Csfcube, FacetedPaper } from './read-csfcube.ts';

/** Texts that are encoded at once. */
const block = 256;

/** Pools by the cosine of the papers' vectors: title and abstract against title and abstract, whatever the facet is. */
export async function encoderPool({ papers, queries }: Csfcube, encoder: TextEncoder): Promise<PoolSystem> {
  const needed = [...new Set(queries.flatMap(({ paper, pool }) => [paper.id, ...pool.keys()]))];
  const inputs = needed.map((id) => {
    const { title = '', abstract = '' } = papers.get(id) ?? {};
    return { title, abstract };
  });
  const vectors = await encodeAll(encoder, inputs);
  const of = new Map(needed.map((id, row) => [id, vectors[row] ?? new Float32Array(encoder.dimensions)]));
  return {
    name: 'encoder',
    score: ({ paper, pool }) => {
      const own = of.get(paper.id) ?? new Float32Array(encoder.dimensions);
      return new Map([...pool.keys()].map((id) => [id, cosine(own, of.get(id) ?? own)]));
    },
  };
}

/**
 * Pools by sentences: each sentence of the query's facet meets the sentence of a paper's title and abstract that is nearest to it,
 * and the paper's score is the mean of those cosines. The idea is the late interaction of ColBERT (Khattab and Zaharia 2020) with
 * sentences in the place of words, as in Aspire (Mysore, Cohan and Hope 2022).
 */
export async function sentencePool({ papers, queries }: Csfcube, encoder: TextEncoder): Promise<PoolSystem> {
  const needed = [...new Set(queries.flatMap(({ pool }) => [...pool.keys()]))];
  const pieces = needed.map((id) => piecesOf(papers.get(id)));
  const asked = queries.map(({ facetSentences }) => facetSentences);
  const vectors = await encodeAll(encoder, [...pieces.flat(), ...asked.flat()]);
  let next = 0;
  const take = (texts: readonly string[]) => texts.map(() => vectors[next++] ?? new Float32Array(0));
  const ofPaper = new Map(needed.map((id, at) => [id, take(pieces[at] ?? [])]));
  const ofQuery = new Map(queries.map(({ id }, at) => [id, take(asked[at] ?? [])]));
  return {
    name: 'encoder, facet',
    score: ({ id, pool }) => {
      const sentences = ofQuery.get(id) ?? [];
      const nearest = (sentence: Float32Array, paper: string) =>
        Math.max(-1, ...(ofPaper.get(paper) ?? []).map((piece) => cosine(sentence, piece)));
      return new Map(
        [...pool.keys()].map((paper) => [
          paper,
          sentences.reduce((sum, sentence) => sum + nearest(sentence, paper), 0) / sentences.length,
        ]),
      );
    },
  };
}

function piecesOf(paper: FacetedPaper | undefined): string[] {
  return paper === undefined ? [] : [paper.title, ...paper.sentences].filter((text) => text.trim() !== '');
}

async function encodeAll(
  encoder: TextEncoder,
  inputs: Parameters<TextEncoder['encode']>[0],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < inputs.length; from += block) {
    const some = inputs.slice(from, from + block);
    const encoded = await encoder.encode(some);
    some.forEach((_, row) =>
      vectors.push(encoded.slice(row * encoder.dimensions, (row + 1) * encoder.dimensions)),
    );
  }
  return vectors;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] ?? 0);
  return sum;
}

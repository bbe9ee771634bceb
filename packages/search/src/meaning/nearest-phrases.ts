import type { PaperSummary } from '@broadsheet/papers';
import { sentencesOf } from '../highlight/sentences.ts';
import type { Encoder } from './encoder.ts';

/** The sentence of a paper that is nearest to a query, as a span of its title or abstract. */
export interface NearestPhrase {
  readonly field: 'title' | 'abstract';
  /** `[start, end)` in the field's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of the sentence with the query, −1 to 1. */
  readonly cosine: number;
}

/** Sentences of one abstract that are compared. */
const mostSentences = 40;

/**
 * For each paper the sentence of its title or abstract nearest to a query by the encoder; null where the encoder knows nothing in
 * any of them. All sentences are encoded in one call.
 * @param query a unit vector, float32 [dimensions]
 */
export async function nearestPhrases(
  encoder: Pick<Encoder, 'dimensions' | 'encode'>,
  query: Float32Array,
  papers: readonly Pick<PaperSummary, 'title' | 'abstract'>[],
): Promise<(NearestPhrase | null)[]> {
  const phrases = papers.flatMap((paper, index) => [
    { index, field: 'title' as const, start: 0, end: paper.title.length, text: paper.title },
    ...sentencesOf(paper.abstract)
      .slice(0, mostSentences)
      .map(({ start, end }) => ({
        index,
        field: 'abstract' as const,
        start,
        end,
        text: paper.abstract.slice(start, end),
      })),
  ]);
  const nearest: (NearestPhrase | null)[] = papers.map(() => null);
  if (phrases.length === 0) return nearest;
  const vectors = await encoder.encode(phrases.map(({ text }) => text));
  phrases.forEach(({ index, ...phrase }, row) => {
    const at = row * encoder.dimensions;
    let cosine = 0;
    for (let i = 0; i < encoder.dimensions; i++) cosine += (query[i] as number) * (vectors[at + i] ?? 0);
    if (cosine > (nearest[index]?.cosine ?? 0)) nearest[index] = { ...phrase, cosine };
  });
  return nearest;
}

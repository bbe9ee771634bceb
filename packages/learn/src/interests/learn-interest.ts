import { analyse, type Store } from '@broadsheet/papers';
import type { InterestExample } from '@broadsheet/people';
import type { Features } from './features.ts';
import { InterestModel, type Example } from './interest-model.ts';
import type { LibraryBackground } from './library-background.ts';
import { readFeatures, unitVector, type InterestEncoder } from './paper-features.ts';

/** Papers of an author that are learnt from: the newest. */
const mostOfAuthor = 20;

/** What an example is learnt from: a paper, a text, or some papers of an author. */
export type LearntExample = Pick<
  InterestExample,
  'id' | 'verdict' | 'paperId' | 'authorKey' | 'title' | 'abstract'
>;

/** An interest, and which of its model's examples is whose. */
export interface LearntInterest {
  readonly model: InterestModel;
  /** Of each example of the model, the reader's example that it belongs to. */
  readonly sources: readonly LearntExample[];
}

/**
 * Learns an interest from a reader's examples. An author is as many examples as there are papers, at most 20, which together count
 * as two. What neither the encoder nor the terms know anything of counts for nothing.
 */
export async function learnInterest(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
  { weights, background }: LibraryBackground,
  examples: readonly LearntExample[],
): Promise<LearntInterest> {
  const byAuthor = await papersOfAuthors(
    store,
    examples.flatMap(({ authorKey }) => authorKey ?? []),
  );
  const papers = await readFeatures(store, encoder, weights, [
    ...new Set([...examples.flatMap(({ paperId }) => paperId ?? []), ...[...byAuthor.values()].flat()]),
  ]);
  const texts = examples.filter(({ paperId, authorKey }) => paperId === null && authorKey === null);
  const vectors = encoder === null ? null : await encoder.encode(texts);
  const model: Example[] = [];
  const sources: LearntExample[] = [];
  const add = (example: LearntExample, features: Features | undefined, weight: number) => {
    if (features === undefined || (features.meaning === null && features.words.places.length === 0)) return;
    model.push({ features, verdict: example.verdict, weight });
    sources.push(example);
  };
  for (const example of examples) {
    if (example.paperId !== null) add(example, papers.get(example.paperId), 1);
    else if (example.authorKey !== null) {
      const own = byAuthor.get(example.authorKey) ?? [];
      for (const id of own) add(example, papers.get(id), Math.min(1, 2 / own.length));
    } else {
      const d = encoder?.dimensions ?? 0;
      const at = texts.indexOf(example) * d;
      const title = analyse(example.title);
      add(
        example,
        {
          meaning: vectors === null ? null : unitVector(vectors.subarray(at, at + d)),
          words: weights.weigh(`${title} ${title} ${analyse(example.abstract)}`.split(' ').filter(Boolean)),
        },
        1,
      );
    }
  }
  return { model: new InterestModel(background, model), sources };
}

async function papersOfAuthors(
  store: Pick<Store, 'query'>,
  keys: readonly string[],
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const key of keys) {
    const rows = await store.query<{ id: number }>(
      `select p.id from authorships a join papers p on p.id = a.paper_id
        where a.name_key = $1 order by p.published_on desc nulls last, p.id desc limit $2`,
      [key, mostOfAuthor],
    );
    found.set(
      key,
      rows.map(({ id }) => id),
    );
  }
  return found;
}

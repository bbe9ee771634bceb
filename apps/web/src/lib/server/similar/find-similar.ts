import { getPapers, type PaperCondition, type Store } from '@broadsheet/papers';
import { similarPapers, type Encoder, type ReadSeeds, type SimilarPaper } from '@broadsheet/search';
import type { SimilarForm } from '../../similar-form.ts';

/**
 * The papers like those that were read, under the form's filters and in its order.
 * @param hide Without the papers that meet it, such as those that the reader's rules hide.
 */
export function findSimilar(
  store: Store,
  { seeds, texts }: Pick<ReadSeeds, 'seeds' | 'texts'>,
  { category, after, before, sort, by }: SimilarForm,
  encoder: Encoder | null,
  limit: number,
  hide?: PaperCondition,
): Promise<SimilarPaper[]> {
  return similarPapers(
    store,
    {
      seeds: seeds.map(({ id }) => id),
      texts,
      limit,
      sort,
      ...(category === '' ? {} : { category }),
      ...(after === '' ? {} : { after }),
      ...(before === '' ? {} : { before }),
      ...(hide === undefined ? {} : { hide }),
    },
    by === 'words' ? null : encoder,
  );
}

/** Keys and titles of papers of the store, in their order. */
export async function namesOf(
  store: Store,
  seeds: readonly { id: number }[],
): Promise<{ key: string; title: string }[]> {
  const papers = await getPapers(
    store,
    seeds.map(({ id }) => id),
  );
  return papers.map(({ key, title }) => ({ key, title }));
}

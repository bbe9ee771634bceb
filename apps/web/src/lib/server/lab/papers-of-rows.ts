import type { Row } from '@broadsheet/lab';
import { firstEditionList, foldTitle, listPapers, type Store } from '@broadsheet/papers';

/**
 * The pages of the rows' papers in this store, by the row's id: those of the first edition whose title is the row's. A paper
 * that is not here, SimCLR's most likely, is left out.
 */
export async function papersOfRows(
  store: Pick<Store, 'query'>,
  rows: readonly Pick<Row, 'id' | 'title'>[],
): Promise<Map<string, string>> {
  const { items } = await listPapers(
    store,
    { list: firstEditionList, order: 'position' },
    { limit: 200, offset: 0 },
  );
  const keys = new Map(items.map(({ title, key }) => [foldTitle(title), key]));
  return new Map(
    rows.flatMap(({ id, title }) => {
      const key = keys.get(foldTitle(title));
      return key === undefined ? [] : [[id, key] as const];
    }),
  );
}

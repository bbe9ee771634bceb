import { getPapers, type Store } from '@broadsheet/papers';

/** The keys by which pages call papers, by their ids. */
export async function keysOfPapers(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
): Promise<Map<number, string>> {
  return new Map((await getPapers(store, ids)).map(({ id, key }) => [id, key]));
}

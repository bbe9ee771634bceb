import { archiveName, listCategories } from '@broadsheet/papers';
import { library } from '../../lib/server/library.ts';
import type { PageServerLoad } from './$types';

/** All categories that have papers, by archive. */
export const load: PageServerLoad = async () => {
  const categories = await listCategories(library());
  const groups = Map.groupBy(categories, ({ category }) => archiveName(category) ?? 'Other');
  return {
    groups: [...groups]
      .map(([name, members]) => ({ name, members }))
      .sort((a, b) => (a.name === 'Other' ? 1 : b.name === 'Other' ? -1 : a.name < b.name ? -1 : 1)),
  };
};

import { getAuthor } from '@broadsheet/papers';
import { library } from '../../../lib/server/library.ts';
import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await loadList(
    event,
    `Nobody here is called “${event.params.key}”. Search for a name with author:name.`,
  )),
  author: await getAuthor(library(), event.params.key),
});

import { findPaper, getPapers, type PaperSummary } from '@broadsheet/papers';
import { error } from '@sveltejs/kit';
import { library } from './library.ts';

/** The paper that an address names; answers 404 where there is none. */
export async function paperAt(key: string): Promise<PaperSummary> {
  const found = await findPaper(library(), key);
  const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
  if (paper === undefined)
    error(404, { message: `No paper here is called “${key.slice(0, 100)}”. Search for its title.` });
  return paper;
}

import { findPaper, getPaper, type PaperDetail, type Store } from '@broadsheet/papers';
import { ApiProblem } from './problem.ts';

/**
 * The paper that a request means.
 * @throws ApiProblem 404 where there is none.
 */
export async function paperNamed(store: Store, reference: string): Promise<PaperDetail> {
  const found = await findPaper(store, reference);
  const named = found && (await getPaper(store, found.id));
  if (named) return named;
  const remedy = 'Look for it with /api/v1/search?q=…, or give its arXiv id, DOI or our key.';
  throw new ApiProblem(
    404,
    'Paper not found',
    `No paper here is called "${reference.slice(0, 100)}". ${remedy}`,
    [{ field: 'key', remedy }],
  );
}

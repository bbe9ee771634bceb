import { rescorePapers } from '../ranking/index.ts';
import type { Store } from '../store/store.ts';
import { recount } from './write.ts';

/**
 * Counts a paper's votes and comments anew, and scores it by them. Inside the transaction that changed them, behind the change:
 * the paper's standing is held from here to its end, so that of many at once each counts what those before it did.
 */
export async function updateStanding(
  inside: Pick<Store, 'query'>,
  paperId: number,
  now: Date,
): Promise<void> {
  await inside.query('select from standings where paper_id = $1 for update', [paperId]);
  await recount(inside.query, [paperId]);
  await rescorePapers(inside, [paperId], now);
}

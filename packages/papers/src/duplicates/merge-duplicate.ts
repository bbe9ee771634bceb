import { mergePapers } from '../ingest/merge.ts';
import { recount, refoldPapers } from '../ingest/write.ts';
import { rescorePapers } from '../ranking/index.ts';
import type { Store } from '../store/store.ts';
import { findDifferentNames } from './different-names.ts';

/**
 * Makes two papers into one, on somebody's word: the later becomes part of the earlier, whose id stays, and which is folded again
 * from the records of both. Addresses of the later lead to it.
 * @returns the id that stays. @throws RangeError where one is not there, both are one, or they have different names in a scheme
 * where that means two papers.
 */
export async function mergeDuplicate(
  store: Pick<Store, 'transaction'>,
  first: number,
  second: number,
  now: Date,
): Promise<number> {
  const [into, from] = first < second ? [first, second] : [second, first];
  await store.transaction(async (inside) => {
    const rows = await inside.query<{ id: number }>(
      'select id from papers where id = any($1::bigint[]) order by id for update',
      [[into, from]],
    );
    if (rows.length < 2) throw new RangeError(`Papers ${into} and ${from} are not two papers that are here.`);
    if ((await findDifferentNames(inside, [{ paperId: into, otherId: from }])).size > 0)
      throw new RangeError(
        `Papers ${into} and ${from} have different ids at arXiv, OpenReview or the ACL Anthology: these are two papers.`,
      );
    await mergePapers(inside.query, [{ from, into }]);
    await refoldPapers(inside.query, [into]);
    await recount(inside.query, [into]);
    await rescorePapers(inside, [into], now);
  });
  return into;
}

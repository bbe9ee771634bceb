import type { Store } from '@broadsheet/papers';
import { keepPapers, type Kept } from './keep-papers.ts';

/**
 * How many papers the subscriber to digests with the member's own address has saved that are not in the member's library. Only an
 * address that the member has confirmed counts.
 */
export async function countSavedByMail(store: Pick<Store, 'query'>, memberId: string): Promise<number> {
  return (await savedByMail(store, memberId)).length;
}

/** Takes these papers into the member's library, each with the day on which it was saved. The subscriber's list stays. */
export async function takeOverSaved(store: Store, memberId: string, now: Date): Promise<Kept> {
  const all: Kept = { saved: 0, changed: 0, full: 0 };
  const byTime = Map.groupBy(await savedByMail(store, memberId), ({ savedAt }) => savedAt.getTime());
  for (const [time, papers] of byTime) {
    const ids = papers.map(({ id }) => id);
    const kept = await keepPapers(store, memberId, ids, { savedAt: new Date(time) }, now);
    all.saved += kept.saved;
    all.full += kept.full;
  }
  return all;
}

/** A subscriber's key is the address in lower case. */
function savedByMail(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ id: number; savedAt: Date }[]> {
  return store.query<{ id: number; savedAt: Date }>(
    `select s.paper_id as id, s.saved_at as "savedAt"
       from members m join subscribers u on u.address_key = lower(m.email) join saved_papers s on s.subscriber_id = u.id
      where m.id = $1 and m.email_verified
        and not exists (select from library_entries e where e.member_id = m.id and e.paper_id = s.paper_id)
      order by s.saved_at, s.paper_id`,
    [memberId],
  );
}

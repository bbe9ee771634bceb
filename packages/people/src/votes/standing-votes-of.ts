import type { Store } from '@broadsheet/papers';

/** The papers that a member's vote stands for, with the moment of it, the oldest first. */
export function standingVotesOf(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ paperId: number; at: Date }[]> {
  return store.query<{ paperId: number; at: Date }>(
    `select paper_id as "paperId", max(at) as at from vote_events where voter = $1
      group by paper_id having sum(delta) > 0 order by max(at), paper_id`,
    [memberId],
  );
}

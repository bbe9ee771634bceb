import { standingVotes, type Store } from '@broadsheet/papers';

/** Somebody whose vote for a paper stands. */
export interface Voter {
  handle: string;
  name: string;
  at: Date;
}

export interface Voters {
  /** The newest first; only those who still have an account. */
  voters: Voter[];
  /** All votes cast here that stand. */
  total: number;
  /** How many of them are of members who have left: they count, and have no name any more. */
  departed: number;
  /** How many of them an editor discounted in the trending score. */
  discounted: number;
}

/** Who voted for a paper here. @param page up to 200 voters, from an offset. */
export async function listVoters(
  store: Pick<Store, 'query'>,
  paperId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<Voters> {
  const [counted] = await store.query<{ total: number; departed: number; discounted: number }>(
    `select count(*)::int as total, count(*) filter (where m.id is null)::int as departed,
            count(*) filter (where v.discounted)::int as discounted
       from (${standingVotes('$1')}) v left join members m on m.id = v.voter`,
    [paperId],
  );
  const voters = await store.query<Voter>(
    `select m.handle, m.name, v.at from (${standingVotes('$1')}) v join members m on m.id = v.voter
      order by v.at desc, m.handle limit $2 offset $3`,
    [paperId, Math.min(200, Math.max(1, limit)), Math.max(0, offset)],
  );
  return { voters, ...(counted ?? { total: 0, departed: 0, discounted: 0 }) };
}

/** Which of some papers a member's vote stands for. */
export async function votedAmong(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperIds: readonly number[],
): Promise<Set<number>> {
  if (paperIds.length === 0) return new Set();
  const rows = await store.query<{ id: number }>(
    `select paper_id as id from vote_events where voter = $1 and paper_id = any($2::bigint[])
      group by 1 having sum(delta) > 0`,
    [memberId, paperIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** All papers that a member's vote stands for, the newest vote first: for their own eyes, and their export. */
export function votesOf(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ paperId: number; at: Date }[]> {
  return store.query(
    `select paper_id as "paperId", max(at) filter (where delta > 0) as at from vote_events
      where voter = $1 group by 1 having sum(delta) > 0 order by 2 desc, 1`,
    [memberId],
  );
}

/**
 * Takes a member's name off their votes, before their account is deleted: the votes stay as counts. Each paper's get a name of their
 * own, so that nobody can tell that they were one person's. Inside the transaction that deletes the account.
 */
export async function forgetVoter({ query }: Pick<Store, 'query'>, memberId: string): Promise<void> {
  await query('delete from vote_traces where event_id in (select id from vote_events where voter = $1)', [
    memberId,
  ]);
  await query(
    `update vote_events set voter = n.name
       from (select paper_id, 'gone:' || gen_random_uuid() as name from vote_events where voter = $1 group by 1) n
      where vote_events.voter = $1 and vote_events.paper_id = n.paper_id`,
    [memberId],
  );
}

import type { Store } from '@broadsheet/papers';

/** Whether a member is told of new comments: `on`, `off` (of nothing there, not even of answers), or null: only of what is for them. */
export type FollowState = 'on' | 'off' | null;

/** How a member stands to the talk of a paper. */
export async function followState(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
): Promise<FollowState> {
  const [row] = await store.query<{ state: FollowState }>(
    'select state from talk_follows where member_id = $1 and paper_id = $2',
    [memberId, paperId],
  );
  return row?.state ?? null;
}

/** Follows the talk of a paper, leaves it, or turns its notices off. */
export async function followTalk(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
  state: FollowState,
  now: Date,
): Promise<void> {
  await store.query(
    `insert into talk_follows (member_id, paper_id, state, at) values ($1, $2, $3, $4)
     on conflict (member_id, paper_id) do update set state = excluded.state, at = excluded.at`,
    [memberId, paperId, state, now],
  );
}

/** Who writes follows, but for who has turned the notices off. */
export async function followByWriting(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
  now: Date,
): Promise<void> {
  await query(
    `insert into talk_follows (member_id, paper_id, state, at) values ($1, $2, 'on', $3)
     on conflict (member_id, paper_id) do update set state = 'on', at = excluded.at where talk_follows.state is null`,
    [memberId, paperId, now],
  );
}

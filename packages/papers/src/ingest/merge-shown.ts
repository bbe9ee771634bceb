import type { Store } from '../store/store.ts';

/** What a catch-up has shown of papers that become part of another, it has shown of that other. */
export async function mergeShown(
  query: Store['query'],
  pairs: readonly { from: number; into: number }[],
): Promise<void> {
  await query(
    `insert into catch_up_shown (member_id, paper_id, at)
     select s.member_id, m."into", max(s.at) from catch_up_shown s
       join jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint) on s.paper_id = m."from" group by 1, 2
     on conflict (member_id, paper_id) do nothing`,
    [JSON.stringify(pairs)],
  );
}

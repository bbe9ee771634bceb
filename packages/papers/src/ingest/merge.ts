import type { Store } from '../store/store.ts';
import { mergeDecisions } from './merge-decisions.ts';
import { mergeInterests } from './merge-interests.ts';
import { mergeLibraries } from './merge-libraries.ts';
import { mergeShown } from './merge-shown.ts';

/**
 * Makes papers that turned out to be the same into one: everything that hung on the later id moves to the earlier, and
 * the later id stays as a signpost. The caller folds the survivors again.
 * @returns How many papers went away.
 */
export async function mergePapers(
  query: Store['query'],
  pairs: readonly { from: number; into: number }[],
): Promise<number> {
  if (pairs.length === 0) return 0;
  const parameters = [JSON.stringify(pairs)];
  const given = `jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint)`;
  // Who writes under one of them just now is waited for: what they write goes along.
  await query(`select from papers join ${given} on papers.id = m."from" for update of papers`, parameters);
  for (const table of ['records', 'identities', 'vote_events', 'merged_papers', 'comments']) {
    await query(
      `update ${table} set paper_id = m.into from ${given} where ${table}.paper_id = m.from`,
      parameters,
    );
  }
  await query(
    `insert into popularity select m.into, p.source, p.day, max(p.upvotes), max(p.comments)
       from popularity p join ${given} on p.paper_id = m.from group by 1, 2, 3
     on conflict (paper_id, source, day) do update set
       upvotes = greatest(popularity.upvotes, excluded.upvotes),
       comments = greatest(popularity.comments, excluded.comments)`,
    parameters,
  );
  await query(
    `update list_items set paper_id = m.into from ${given} where list_items.paper_id = m.from
        and not exists (select from list_items held where held.list = list_items.list and held.paper_id = m.into)`,
    parameters,
  );
  await query(
    `insert into saved_papers select s.subscriber_id, m.into, s.saved_at
       from saved_papers s join ${given} on s.paper_id = m.from on conflict do nothing`,
    parameters,
  );
  await query(
    `insert into talk_follows (member_id, paper_id, state, at)
     select f.member_id, m.into, case when bool_or(f.state = 'off') then 'off' else max(f.state) end, max(f.at)
       from talk_follows f join ${given} on f.paper_id = m.from group by 1, 2
     on conflict (member_id, paper_id) do update set state = case
       when 'off' in (talk_follows.state, excluded.state) then 'off' else coalesce(talk_follows.state, excluded.state) end`,
    parameters,
  );
  // Of two claims by one member the accepted one stays.
  await query(
    `delete from claims using ${given} where claims.paper_id = m.into and claims.state <> 'accepted'
        and exists (select from claims o where o.paper_id = m.from and o.member_id = claims.member_id and o.state = 'accepted')`,
    parameters,
  );
  for (const [table, same] of [
    ['claims', 'member_id'],
    ['paper_links', 'url'],
    ['submitted_papers', 'submission_id'],
  ] as const)
    await query(
      `update ${table} set paper_id = v.into from (
         select distinct on (m.into, t.${same}) t.paper_id, t.${same}, m.into from ${table} t join ${given} on t.paper_id = m.from
          order by m.into, t.${same}, t.paper_id) v
        where ${table}.paper_id = v.paper_id and ${table}.${same} = v.${same}
          and not exists (select from ${table} held where held.${same} = v.${same} and held.paper_id = v.into)`,
      parameters,
    );
  await mergeLibraries(query, pairs);
  await mergeDecisions(query, pairs);
  await mergeShown(query, pairs);
  await mergeInterests(query, pairs);
  await query(`delete from papers using ${given} where papers.id = m.from`, parameters);
  await query(`insert into merged_papers (old_id, paper_id) select m.from, m.into from ${given}`, parameters);
  return pairs.length;
}

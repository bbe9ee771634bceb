import type { Store } from '../store/store.ts';

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
  for (const table of ['records', 'identities', 'vote_events', 'merged_papers']) {
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
  await query(`delete from papers using ${given} where papers.id = m.from`, parameters);
  await query(`insert into merged_papers (old_id, paper_id) select m.from, m.into from ${given}`, parameters);
  return pairs.length;
}

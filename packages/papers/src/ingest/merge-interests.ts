import type { Store } from '../store/store.ts';

/** Moves what interests are learnt from, and what feeds have shown, of papers that become part of another. */
export async function mergeInterests(
  query: Store['query'],
  pairs: readonly { from: number; into: number }[],
): Promise<void> {
  const given = `jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint)`;
  const parameters = [JSON.stringify(pairs)];
  // Where an interest has both, what was said of the other stays. Of two that become part of the same paper, the first is moved.
  await query(
    `update interest_examples set paper_id = v."into" from (
       select distinct on (e.interest_id, m."into") e.id, e.interest_id, m."into" from interest_examples e
         join ${given} on e.paper_id = m."from" order by e.interest_id, m."into", e.id) v
      where interest_examples.id = v.id and not exists (
        select from interest_examples held where held.interest_id = v.interest_id and held.paper_id = v."into")`,
    parameters,
  );
  await query(
    `insert into feed_places (member_id, paper_id, day, position, interest_id, reason, answer)
     select distinct on (s.member_id, m."into") s.member_id, m."into", s.day, s.position, s.interest_id, s.reason, s.answer
       from feed_places s join ${given} on s.paper_id = m."from" order by s.member_id, m."into", s.day, s.position
     on conflict (member_id, paper_id) do nothing`,
    parameters,
  );
}

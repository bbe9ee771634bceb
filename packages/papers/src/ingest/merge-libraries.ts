import type { Store } from '../store/store.ts';

/**
 * Moves what readers keep of papers that become part of another: tags are united, notes stand one after the other, what was read
 * is read, and the earlier day on which it was saved counts.
 */
export async function mergeLibraries(
  query: Store['query'],
  pairs: readonly { from: number; into: number }[],
): Promise<void> {
  const kept = await query<{ from: number; into: number }>(
    `select m."from", m."into" from jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint)
      where exists (select from library_entries e where e.paper_id = m."from")`,
    [JSON.stringify(pairs)],
  );
  // One after the other: two that become part of the same paper meet in its one entry.
  for (const { from, into } of kept)
    await query(
      `insert into library_entries as held (member_id, paper_id, state, tags, note, terms, saved_at, changed_at, read_at)
       select member_id, $2, state, tags, note, terms, saved_at, changed_at, read_at
         from library_entries where paper_id = $1
       on conflict (member_id, paper_id) do update set
         state = case when held.state = 'to-read' then excluded.state else held.state end,
         tags = array(select min(t) from unnest(held.tags || excluded.tags) t group by lower(t) order by lower(min(t))),
         note = case when held.note = excluded.note then held.note
                     when held.saved_at <= excluded.saved_at
                     then concat_ws(E'\\n\\n', nullif(held.note, ''), nullif(excluded.note, ''))
                     else concat_ws(E'\\n\\n', nullif(excluded.note, ''), nullif(held.note, '')) end,
         terms = trim(concat_ws(' ', held.terms, excluded.terms)),
         saved_at = least(held.saved_at, excluded.saved_at),
         changed_at = greatest(held.changed_at, excluded.changed_at),
         read_at = least(held.read_at, excluded.read_at)`,
      [from, into],
    );
  await query(
    `update library_items set paper_id = m."into" from jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint)
      where library_items.paper_id = m."from"`,
    [JSON.stringify(pairs)],
  );
}

import type { Store } from '../store/store.ts';

/**
 * What voters and editors said of papers that are merged goes along. Whoever voted for both has voted once: the event that says so is
 * added, since the log only grows. What was hidden stays hidden, and what was taken apart is together again. Before the papers are
 * deleted, and behind the moving of their votes.
 */
export async function mergeDecisions(
  query: Store['query'],
  pairs: readonly { from: number; into: number }[],
): Promise<void> {
  const parameters = [JSON.stringify(pairs)];
  const given = `jsonb_to_recordset($1::jsonb) as m ("from" bigint, "into" bigint)`;
  await query(
    `insert into vote_events (paper_id, voter, delta)
     select v.paper_id, v.voter, 1 - sum(v.delta) from vote_events v
      where v.paper_id in (select m.into from ${given}) group by 1, 2 having sum(v.delta) > 1`,
    parameters,
  );
  await query(
    `update papers set hidden = true from ${given} join papers gone on gone.id = m.from
      where papers.id = m.into and gone.hidden and not papers.hidden`,
    parameters,
  );
  await query(
    `update vote_bursts set paper_id = m.into from ${given} where vote_bursts.paper_id = m.from`,
    parameters,
  );
  await query(
    `insert into featured_papers (paper_id, featured_at, featured_by, note)
     select distinct on (m.into) m.into, f.featured_at, f.featured_by, f.note
       from featured_papers f join ${given} on f.paper_id = m.from order by m.into, f.featured_at
     on conflict (paper_id) do nothing`,
    parameters,
  );
  await query(
    `insert into locked_talks (paper_id, locked_at, locked_by)
     select distinct on (m.into) m.into, l.locked_at, l.locked_by
       from locked_talks l join ${given} on l.paper_id = m.from order by m.into, l.locked_at
     on conflict (paper_id) do nothing`,
    parameters,
  );
  // Two reports by one member of what is one paper now: the second goes.
  await query(
    `delete from reports using ${given} where reports.subject_kind = 'paper' and reports.subject_id = m.from::text
        and exists (select from reports o where o.subject_kind = 'paper' and o.subject_id = m.into::text
                       and o.reporter_id = reports.reporter_id)`,
    parameters,
  );
  await query(
    `update reports set subject_id = m.into::text from ${given}
      where reports.subject_kind = 'paper' and reports.subject_id = m.from::text`,
    parameters,
  );
  await query(
    `update record_pins set paper_id = m.into from ${given} where record_pins.paper_id = m.from`,
    parameters,
  );
  await query(
    `insert into papers_apart (paper_id, other_id)
     select distinct least(a.kept, a.other), greatest(a.kept, a.other)
       from (select m.into as kept, case when p.paper_id = m.from then p.other_id else p.paper_id end as other
               from papers_apart p join ${given} on m.from in (p.paper_id, p.other_id)) a
      where a.kept <> a.other on conflict do nothing`,
    parameters,
  );
}

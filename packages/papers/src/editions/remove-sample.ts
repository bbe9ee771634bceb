import { derivedCounts } from '../ingest/counts.ts';
import { refoldPapers } from '../ingest/index.ts';
import { refreshTrending, rescorePapers } from '../ranking/index.ts';
import type { Store } from '../store/store.ts';

/**
 * Removes what the sample brought, and keeps all else: a paper that another source also told of stays, folded from
 * what that source said and with that source's counts; a paper with votes cast here, or in a list, stays with its
 * record. The names of a paper that stays stay too, so that no address breaks. One transaction.
 * @returns Papers removed, and papers of the sample that stayed because something of yours hangs on them.
 */
export async function removeSample(store: Store): Promise<{ removed: number; kept: number }> {
  const now = new Date();
  const outcome = await store.transaction(async ({ query }) => {
    const sampleRecords = `select r.id, r.paper_id from records r join batches b on b.id = r.batch_id where b.kind = 'sample'`;
    const kept = await query<{ id: number }>(
      `select distinct paper_id as id from (${sampleRecords}) s
        where exists (select from vote_events v where v.paper_id = s.paper_id)
           or exists (select from list_items i where i.paper_id = s.paper_id)`,
    );
    // Kept papers are the operator's from now on: their records leave the sample.
    if (kept.length > 0) {
      await query(
        `with moved as (insert into batches (kind, origin, finished_at) values ('import', 'kept of the sample', now()) returning id)
       update records set batch_id = (select id from moved)
        where paper_id = any($1::bigint[]) and batch_id in (select id from batches where kind = 'sample')`,
        [kept.map(({ id }) => id)],
      );
    }
    const sharedRows = await query<{ id: number }>(
      `select distinct s.paper_id as id from (${sampleRecords}) s
         join records o on o.paper_id = s.paper_id join batches b on b.id = o.batch_id and b.kind <> 'sample'`,
    );
    const shared = sharedRows.map(({ id }) => id);
    const removed = await query<{ id: number }>(
      `delete from papers where id in (select paper_id from (${sampleRecords}) s) and not id = any($1::bigint[]) returning id`,
      [shared],
    );
    const stated = (kind: string) =>
      `select r.paper_id, c ->> 'service', (c ->> 'day')::date, (c ->> 'upvotes')::int, (c ->> 'comments')::int
         from records r join batches b on b.id = r.batch_id, jsonb_array_elements(r.content -> 'popularity') c
        where r.paper_id = any($1::bigint[]) and b.kind ${kind} 'sample'`;
    await query(
      `delete from popularity where (paper_id, source, day, upvotes, comments) in (${stated('=')} except ${stated('<>')})`,
      [shared],
    );
    await query(`delete from records where batch_id in (select id from batches where kind = 'sample')`);
    await query(`delete from batches where kind = 'sample'`);
    await refoldPapers(query, shared);
    await query(
      `update standings set votes = counted.votes, comments = counted.comments
         from (${derivedCounts}) as counted where standings.paper_id = counted.paper_id`,
      [shared],
    );
    await rescorePapers({ query }, shared, now);
    await query(
      `insert into facts (key, value) values ('sample', '"removed"')
       on conflict (key) do update set value = excluded.value`,
    );
    return { removed: removed.length, kept: kept.length };
  });
  await refreshTrending(store, { now });
  return outcome;
}

import { foldRecords } from '../ingest/fold.ts';
import { insertPapers, recount, refoldPapers } from '../ingest/write.ts';
import { rescorePapers } from '../ranking/index.ts';
import type { SourceRecord } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';

/** A source's name for what it says of a paper; all versions of it go together. */
export interface RecordName {
  readonly source: string;
  readonly key: string;
}

type Query = Store['query'];

/**
 * Takes records out of a paper that is two in truth, on somebody's word: they become a paper of their own, with the names and the
 * outside counts that only they give it. Votes, talk and places in lists stay with the paper that was there, since nobody can know
 * which of the two was meant. Both are folded again, and ingest keeps them apart from then on: later versions of a record go where
 * the record went, whatever names and titles they share. Merging the two puts all that back.
 * @returns the id of the new paper. @throws RangeError where there is no such paper, or none or all of its records are named.
 */
export async function splitPaper(
  store: Pick<Store, 'transaction'>,
  paperId: number,
  named: readonly RecordName[],
  now: Date,
): Promise<number> {
  return store.transaction(async (inside) => {
    const { query } = inside;
    const [paper] = await query('select from papers where id = $1 for update', [paperId]);
    if (paper === undefined) throw new RangeError(`There is no paper ${paperId} here.`);
    const records = await query<RecordName & { id: number; content: SourceRecord }>(
      'select id, source, key, content from records where paper_id = $1 order by id',
      [paperId],
    );
    const wanted = new Set(named.map(nameOf));
    const moved = records.filter((record) => wanted.has(nameOf(record)));
    const kept = records.filter((record) => !wanted.has(nameOf(record)));
    if (moved.length === 0) throw new RangeError('Choose at least one record that is to be another paper.');
    if (kept.length === 0)
      throw new RangeError('Leave at least one record: with none, the paper would be moved, not split.');
    const [reserved] = await query<{ id: number }>(`select nextval('papers_id_seq')::bigint as id`);
    if (reserved === undefined) throw new Error('The store gave no number for a paper.');
    const { id } = reserved;
    await insertPapers(query, [{ id, paper: foldRecords(moved) }]);
    await query('update records set paper_id = $1 where id = any($2::bigint[])', [
      id,
      moved.map((record) => record.id),
    ]);
    await moveNames(query, paperId, id, moved, kept);
    await keepApart(query, paperId, id, moved, kept);
    await refoldPapers(query, [paperId]);
    await recount(query, [paperId, id]);
    await rescorePapers(inside, [paperId, id], now);
    return id;
  });
}

function nameOf({ source, key }: RecordName): string {
  return JSON.stringify([source, key]);
}

/** Identities and counts that only the moved records give. */
async function moveNames(
  query: Query,
  from: number,
  to: number,
  moved: readonly { content: SourceRecord }[],
  kept: readonly { content: SourceRecord }[],
): Promise<void> {
  const identitiesOf = (records: typeof moved) =>
    records.flatMap(({ content }) =>
      content.identities.map(({ scheme, value }) => JSON.stringify([scheme, value])),
    );
  const staying = new Set(identitiesOf(kept));
  const going = [...new Set(identitiesOf(moved))].filter((name) => !staying.has(name));
  await query(
    `update identities set paper_id = $2 from jsonb_array_elements($3::jsonb) as n (name)
      where identities.paper_id = $1 and identities.scheme = n.name ->> 0 and identities.value = n.name ->> 1`,
    [from, to, `[${going.join(',')}]`],
  );
  const servicesOf = (records: typeof moved) =>
    records.flatMap(({ content }) => content.popularity.map(({ service }) => service));
  const counted = new Set(servicesOf(kept));
  await query('update popularity set paper_id = $2 where paper_id = $1 and source = any($3::text[])', [
    from,
    to,
    [...new Set(servicesOf(moved))].filter((service) => !counted.has(service)),
  ]);
}

async function keepApart(
  query: Query,
  paperId: number,
  otherId: number,
  moved: readonly RecordName[],
  kept: readonly RecordName[],
): Promise<void> {
  const pair = [Math.min(paperId, otherId), Math.max(paperId, otherId)];
  await query('insert into papers_apart (paper_id, other_id) values ($1, $2)', pair);
  const pins = [
    ...moved.map(({ source, key }) => ({ source, key, paper_id: otherId })),
    ...kept.map(({ source, key }) => ({ source, key, paper_id: paperId })),
  ];
  await query(
    `insert into record_pins (source, key, paper_id)
     select distinct source, key, paper_id from jsonb_to_recordset($1::jsonb) as p (source text, key text, paper_id bigint)
     on conflict (source, key) do update set paper_id = excluded.paper_id`,
    [JSON.stringify(pins)],
  );
  await query(
    `insert into duplicate_suggestions (paper_id, other_id, cosine, titles, dismissed_at) values ($1, $2, 0, 0, now())
     on conflict (paper_id, other_id) do update set dismissed_at = now()`,
    pair,
  );
}

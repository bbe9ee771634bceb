import { authorKey } from '../identity/index.ts';
import { rescorePapers, scoreFreshPapers } from '../ranking/index.ts';
import type { SourceRecord } from '../record/source-record.ts';
import { Jsonb } from '../store/jsonb.ts';
import type { Store } from '../store/store.ts';
import { awaitEncoding } from '../vectors/texts-to-encode.ts';
import type { Bulk } from './bulk.ts';
import { derivedCounts } from './counts.ts';
import { foldRecords, type FoldedPaper, type StoredRecord } from './fold.ts';
import { mergePapers } from './merge.ts';
import type { Group, Member } from './resolve.ts';

type Query = Store['query'];

/** A group that has its paper's id. */
interface Placed {
  paperId: number;
  isNew: boolean;
  /** Other papers became part of it. */
  absorbed: boolean;
  members: (Member & { recordId: number })[];
}

/** Writes the groups of one batch. Runs inside the batch's transaction: all of it stands, or none. */
export async function writeGroups(
  query: Query,
  groups: readonly Group[],
  { batchId, bulk, now }: { batchId: number; bulk: Pick<Bulk, 'trustReferences'>; now: Date },
): Promise<{ created: number; merged: number }> {
  const merged = await mergePapers(
    query,
    groups.flatMap(({ papers: [into, ...from] }) =>
      into === undefined ? [] : from.map((id) => ({ from: id, into })),
    ),
  );
  await bulk.trustReferences(query);
  const placed = await place(query, groups);
  const fresh = placed.filter((group) => group.isNew);
  const folded = fresh.map(({ paperId, members }) => ({ id: paperId, paper: foldMembers(members) }));
  await insertPapers(query, folded);
  await upsertRecords(query, placed, batchId);
  const old = placed.filter((group) => !group.isNew).map((group) => group.paperId);
  await refoldPapers(query, old);
  await writeIdentities(query, placed);
  await writePopularity(query, placed);
  const counted = placed.filter(
    ({ members, absorbed }) => absorbed || members.some(({ record }) => record.popularity.length > 0),
  );
  await recount(
    query,
    counted.map(({ paperId }) => paperId),
  );
  const known = new Set([...old, ...counted.map(({ paperId }) => paperId)]);
  await rescorePapers({ query }, [...known], now);
  await scoreFreshPapers(
    query,
    folded.flatMap(({ id, paper }) =>
      known.has(id) ? [] : [{ id, ...paper, field: paper.primaryCategory }],
    ),
    now,
  );
  return { created: fresh.length, merged };
}

/** Most new papers have one record; what that makes was worked out when it was admitted. */
function foldMembers(members: Placed['members']): FoldedPaper {
  const [only, ...more] = members;
  if (only === undefined || more.length > 0)
    return foldRecords(members.map(({ recordId, record }) => ({ id: recordId, content: record })));
  const provenance = Object.fromEntries(
    Object.keys(only.alone.provenance).map((field) => [field, only.recordId]),
  );
  return { ...only.alone, provenance };
}

async function place(query: Query, groups: readonly Group[]): Promise<Placed[]> {
  const newPapers = groups.filter(({ papers }) => papers.length === 0).length;
  const newRecords = groups
    .flatMap(({ members }) => members)
    .filter(({ recordId }) => recordId === null).length;
  const { paperIds, recordIds } = await reserve(query, newPapers, newRecords);
  return groups.map(({ papers, members }) => ({
    paperId: papers[0] ?? take(paperIds),
    isNew: papers.length === 0,
    absorbed: papers.length > 1,
    members: members.map((member) => ({ ...member, recordId: member.recordId ?? take(recordIds) })),
  }));
}

/** Ids for rows to come, in one short answer. */
async function reserve(
  query: Query,
  papers: number,
  records: number,
): Promise<{ paperIds: number[]; recordIds: number[] }> {
  const [row] = await query<{ papers: string; records: string }>(
    `select coalesce(string_agg(nextval('papers_id_seq')::text, ' ') filter (where n <= $1), '') as papers,
            coalesce(string_agg(nextval('records_id_seq')::text, ' ') filter (where n <= $2), '') as records
       from generate_series(1, greatest($1::int, $2::int)) as n`,
    [papers, records],
  );
  const ids = (list = '') => list.split(' ').filter(Boolean).map(Number);
  return { paperIds: ids(row?.papers), recordIds: ids(row?.records) };
}

function take(ids: number[]): number {
  const id = ids.pop();
  if (id === undefined) throw new RangeError('More ids were used than were reserved.');
  return id;
}

/** A folded paper's columns with their SQL types: one list for inserting and for updating. */
const columns: { [Field in keyof FoldedPaper]: [column: string, type: string] } = {
  title: ['title', 'text'],
  abstract: ['abstract', 'text'],
  authors: ['authors', 'jsonb'],
  authorNames: ['author_names', 'text'],
  terms: ['terms', 'text'],
  categories: ['categories', 'text[]'],
  primaryCategory: ['primary_category', 'text'],
  venue: ['venue', 'text'],
  year: ['year', 'smallint'],
  publishedOn: ['published_on', 'date'],
  publishedAt: ['published_at', 'timestamptz'],
  publishedPrecision: ['published_precision', 'text'],
  updatedAt: ['updated_at', 'timestamptz'],
  announcedOn: ['announced_on', 'date'],
  versions: ['versions', 'jsonb'],
  license: ['license', 'text'],
  comment: ['comment', 'text'],
  journalRef: ['journal_ref', 'text'],
  keywords: ['keywords', 'text[]'],
  summary: ['summary', 'text'],
  links: ['links', 'jsonb'],
  withdrawn: ['withdrawn', 'boolean'],
  citations: ['citations', 'integer'],
  reviews: ['reviews', 'jsonb'],
  provenance: ['provenance', 'jsonb'],
  mergeKey: ['merge_key', 'text'],
  titleKey: ['title_key', 'text'],
};
const names = Object.values(columns).map(([column]) => column);
const rowType = `id bigint, ${Object.values(columns)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ')}`;

function toRow(id: number, paper: FoldedPaper): Record<string, unknown> {
  const row: Record<string, unknown> = { id };
  for (const [field, [column]] of Object.entries(columns)) row[column] = paper[field as keyof FoldedPaper];
  return row;
}

interface Folded {
  id: number;
  paper: FoldedPaper;
}

/** Writes new papers, whose ids are reserved, with all that hangs on them but their records and standings. */
export async function insertPapers(query: Query, folded: readonly Folded[]): Promise<void> {
  if (folded.length === 0) return;
  await query(
    `insert into papers (id, ${names.join(', ')}) overriding system value
     select id, ${names.join(', ')} from jsonb_to_recordset($1::jsonb) as p (${rowType})`,
    [new Jsonb(folded.map(({ id, paper }) => toRow(id, paper)))],
  );
  await writeAuthorships(query, folded);
  await awaitEncoding(
    query,
    folded.map(({ id }) => id),
  );
}

/** Folds papers again from all their records, and writes those that came out different. */
export async function refoldPapers(query: Query, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await query<{ id: number; paper_id: number; content: SourceRecord }>(
    'select id, paper_id, content from records where paper_id = any($1::bigint[])',
    [ids],
  );
  const byPaper = new Map<number, StoredRecord[]>();
  for (const row of rows) {
    byPaper.set(row.paper_id, [...(byPaper.get(row.paper_id) ?? []), { id: row.id, content: row.content }]);
  }
  const folded = [...byPaper].map(([id, records]) => ({ id, paper: foldRecords(records) }));
  const changed = await query<{ id: number }>(
    `update papers set (${names.join(', ')}, changed_at) = (select ${names.map((name) => `p.${name}`).join(', ')}, now())
       from jsonb_to_recordset($1::jsonb) as p (${rowType})
      where papers.id = p.id
        and (${names.map((name) => `papers.${name}`).join(', ')})
            is distinct from (${names.map((name) => `p.${name}`).join(', ')})
      returning papers.id`,
    [new Jsonb(folded.map(({ id, paper }) => toRow(id, paper)))],
  );
  await awaitEncoding(
    query,
    changed.map(({ id }) => id),
  );
  await query('delete from authorships where paper_id = any($1::bigint[])', [ids]);
  await writeAuthorships(query, folded);
}

async function writeAuthorships(query: Query, folded: readonly Folded[]): Promise<void> {
  const rows = folded.flatMap(({ id, paper }) =>
    paper.authors.map((author, position) => [id, position, authorKey(author.name), author.orcid ?? null]),
  );
  await query(
    `insert into authorships (paper_id, position, name_key, orcid)
     select (a ->> 0)::bigint, (a ->> 1)::smallint, a ->> 2, a ->> 3 from jsonb_array_elements($1::jsonb) as a`,
    [new Jsonb(rows)],
  );
}

async function upsertRecords(query: Query, placed: readonly Placed[], batchId: number): Promise<void> {
  const rows = placed.flatMap(({ paperId, members }) =>
    members.map(({ recordId, record: { source, key, version, statedAt }, digest, json }) => {
      const row = { id: recordId, paper_id: paperId, source, key, version, stated_at: statedAt, digest };
      // The record is JSON already: it is put in as it is.
      return `${JSON.stringify(row).slice(0, -1)},"content":${json}}`;
    }),
  );
  await query(
    `insert into records (id, paper_id, batch_id, source, key, version, stated_at, digest, content)
     overriding system value
     select id, paper_id, $2, source, key, version, stated_at, digest, content
       from jsonb_to_recordset($1::jsonb) as r (id bigint, paper_id bigint, source text, key text, version int,
            stated_at timestamptz, digest text, content jsonb)
     on conflict (source, key, version) do update set
       paper_id = excluded.paper_id, batch_id = excluded.batch_id, stated_at = excluded.stated_at,
       received_at = now(), digest = excluded.digest, content = excluded.content`,
    [new Jsonb(`[${rows.join(',')}]`), batchId],
  );
}

/** A confirmed name beats a remembered one; between two papers that both hold it confirmed, the first keeps it. */
async function writeIdentities(query: Query, placed: readonly Placed[]): Promise<void> {
  const rows = new Map<string, { scheme: string; value: string; paper_id: number; confirmed: boolean }>();
  for (const { paperId, members } of placed) {
    for (const { record } of members) {
      for (const { scheme, value, confirmed } of record.identities) {
        const name = `${scheme} ${value}`;
        const known = rows.get(name);
        if (known === undefined || (confirmed && !known.confirmed)) {
          rows.set(name, { scheme, value, paper_id: paperId, confirmed });
        }
      }
    }
  }
  await query(
    `insert into identities (scheme, value, paper_id, confirmed)
     select scheme, value, paper_id, confirmed
       from jsonb_to_recordset($1::jsonb) as i (scheme text, value text, paper_id bigint, confirmed boolean)
     on conflict (scheme, value) do update set paper_id = excluded.paper_id, confirmed = true
       where excluded.confirmed and not identities.confirmed`,
    [new Jsonb([...rows.values()])],
  );
}

async function writePopularity(query: Query, placed: readonly Placed[]): Promise<void> {
  const rows = new Map<string, { paper_id: number } & Record<string, unknown>>();
  for (const { paperId, members } of placed) {
    for (const { record } of members) {
      for (const { service, day, upvotes, comments } of record.popularity) {
        const row = { paper_id: paperId, source: service, day, upvotes, comments };
        rows.set(`${paperId} ${service} ${day}`, row);
      }
    }
  }
  if (rows.size === 0) return;
  await query(
    `insert into popularity (paper_id, source, day, upvotes, comments)
     select paper_id, source, day, upvotes, comments from jsonb_to_recordset($1::jsonb)
         as s (paper_id bigint, source text, day date, upvotes int, comments int)
     on conflict (paper_id, source, day) do update set upvotes = excluded.upvotes, comments = excluded.comments`,
    [new Jsonb([...rows.values()])],
  );
}

/** Counts the votes and comments of papers anew from what they follow from. */
export async function recount(query: Query, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `insert into standings (paper_id, votes, comments) ${derivedCounts}
     on conflict (paper_id) do update set votes = excluded.votes, comments = excluded.comments
       where (standings.votes, standings.comments) is distinct from (excluded.votes, excluded.comments)`,
    [ids],
  );
}

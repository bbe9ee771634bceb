import { chooseRecord, chosenFields, type StoredRecord } from '../ingest/fold.ts';
import type { IdentityScheme, Reviews, SourceRecord, Version } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';
import type { Conflict, PaperDetail, Provenance } from './paper.ts';
import { getPapers } from './summary.ts';
import { changesBetweenVersions } from './version-changes.ts';

interface RecordRow {
  id: number;
  source: string;
  key: string;
  statedAt: Date | null;
  receivedAt: Date;
  content: SourceRecord;
}

/**
 * Everything about one paper, or null where there is none with this internal id.
 * @param also `hidden: true` for moderators: also where editors have hidden it.
 */
export async function getPaper(
  store: Pick<Store, 'query'>,
  id: number,
  also: { hidden?: boolean } = {},
): Promise<PaperDetail | null> {
  const [summary] = await getPapers(store, [id], also);
  if (summary === undefined) return null;
  const [own] = await store.query<{
    versions: Version[];
    license: string | null;
    comment: string | null;
    journalRef: string | null;
    reviews: Reviews | null;
    provenance: Record<string, number>;
  }>(
    'select versions, license, comment, journal_ref as "journalRef", reviews, provenance from papers where id = $1',
    [id],
  );
  if (own === undefined) return null;
  const identities = await store.query<{ scheme: IdentityScheme; value: string }>(
    'select scheme, value from identities where paper_id = $1 and confirmed order by scheme, value',
    [id],
  );
  const records = await store.query<RecordRow>(
    `select id, source, key, stated_at as "statedAt", received_at as "receivedAt", content
       from records where paper_id = $1 order by id`,
    [id],
  );
  const popularity = await store.query<PaperDetail['popularity'][number]>(
    'select source, day, upvotes, comments from popularity where paper_id = $1 order by source, day',
    [id],
  );
  const lists = await store.query<PaperDetail['lists'][number]>(
    `select l.slug, l.title, i.position from list_items i join lists l on l.slug = i.list
      where i.paper_id = $1 order by l.title`,
    [id],
  );
  const byId = new Map(records.map((row) => [row.id, toProvenance(row)]));
  return {
    ...summary,
    ...own,
    identities,
    popularity,
    lists,
    versionChanges: changesBetweenVersions(records.map(({ content }) => content)),
    provenance: Object.fromEntries(
      Object.entries(own.provenance).flatMap(([field, record]) => {
        const by = byId.get(record);
        return by ? [[field, by]] : [];
      }),
    ),
    conflicts: findConflicts(records),
  };
}

function toProvenance({ source, key, statedAt, receivedAt }: RecordRow): Provenance {
  return { source, key, statedAt, receivedAt };
}

/** Fields of which another source's newest word differs from the chosen one. Older versions are history, not conflict. */
function findConflicts(rows: readonly RecordRow[]): Conflict[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const newest = [...Map.groupBy(rows, (row) => row.source).values()].flatMap((ofSource) => {
    const last = ofSource.reduce((a, b) => (b.content.version >= a.content.version ? b : a));
    return [last];
  });
  return chosenFields.flatMap((field) => {
    const chosen = byId.get(chooseRecord(rows.map(toStored), field)?.id ?? -1);
    if (chosen === undefined) return [];
    const value = chosen.content[field];
    const others = newest
      .filter((row) => row.id !== chosen.id && differs(field, value, row.content[field]))
      .map((row) => ({ value: row.content[field], by: toProvenance(row) }));
    return others.length > 0 ? [{ field, chosen: { value, by: toProvenance(chosen) }, others }] : [];
  });
}

function toStored({ id, content }: RecordRow): StoredRecord {
  return { id, content };
}

/** An empty value contradicts nothing; authors are compared by name, since sources know different details of them. */
function differs(field: (typeof chosenFields)[number], chosen: unknown, other: unknown): boolean {
  if (other === undefined || other === '' || (Array.isArray(other) && other.length === 0)) return false;
  if (['keywords', 'summary', 'citations', 'reviews'].includes(field)) return false;
  const plain = (value: unknown) =>
    JSON.stringify(
      field === 'authors' ? (value as SourceRecord['authors']).map((author) => author.name) : value,
    );
  return plain(chosen) !== plain(other);
}

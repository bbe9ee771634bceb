import { exclusiveSchemes } from '../identity/exclusive-schemes.ts';
import type { SourceRecord } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';
import type { Admitted } from './admit.ts';

/** A record of the batch, with its id in the store where it is there already. */
export interface Member extends Admitted {
  recordId: number | null;
}

/** Records of one batch that speak of one paper, and the papers that they were found to be. */
export interface Group {
  members: Member[];
  /** Ids of existing papers, smallest first. More than one: these turned out to be the same and are merged. */
  papers: number[];
}

/** What the store already knows about the names in a batch. */
interface Known {
  /** `source key version` → paper. */
  records: Map<string, { id: number; paperId: number; digest: string }>;
  /** `scheme value` → paper. */
  identities: Map<string, { paperId: number; confirmed: boolean; titleKey: string }>;
  /** Merge key → papers that have it. */
  mergeKeys: Map<string, number[]>;
  /** Paper → its names in schemes where a second name means a second paper. */
  exclusive: Map<number, Map<string, string>>;
  /** `source key` → the paper that an editor gave its records to. */
  pins: Map<string, number>;
  /** Paper → papers that an editor took it apart from. */
  apart: Map<number, Set<number>>;
}

const recordName = (record: Pick<SourceRecord, 'source' | 'key' | 'version'>): string =>
  `${record.source} ${record.key} ${record.version}`;
const identityName = (identity: { scheme: string; value: string }): string =>
  `${identity.scheme} ${identity.value}`;

/**
 * Finds which records of a batch are new or changed, and which paper each speaks of: first by the record's own name,
 * then by a shared confirmed identity, then by the strict rule (folded title, first author, year). An unconfirmed
 * identity joins only papers whose titles agree. What an editor took apart stays apart.
 */
export async function resolveBatch(
  query: Store['query'],
  batch: readonly Admitted[],
): Promise<{ groups: Group[]; unchanged: number }> {
  // The same record twice in one batch: the later word stands.
  const latest = [...new Map(batch.map((item) => [recordName(item.record), item])).values()];
  const known = await lookUp(query, latest);
  const changed = latest.flatMap((item) => {
    const stored = known.records.get(recordName(item.record));
    return stored?.digest === item.digest ? [] : [{ ...item, recordId: stored?.id ?? null }];
  });
  return { groups: group(changed, known), unchanged: batch.length - changed.length };
}

async function lookUp(query: Store['query'], batch: readonly Admitted[]): Promise<Known> {
  const records = await query<{
    id: number;
    source: string;
    key: string;
    version: number;
    paper_id: number;
    digest: string;
  }>(
    `select r.id, r.source, r.key, r.version, r.paper_id, r.digest
       from jsonb_to_recordset($1::jsonb) as b (source text, key text, version int)
       join records r using (source, key, version)`,
    [JSON.stringify(batch.map(({ record: { source, key, version } }) => ({ source, key, version })))],
  );
  const names = batch.flatMap(({ record }) =>
    record.identities.map(({ scheme, value }) => ({ scheme, value })),
  );
  const identities = await query<{
    scheme: string;
    value: string;
    paper_id: number;
    confirmed: boolean;
    title_key: string;
  }>(
    `select i.scheme, i.value, i.paper_id, i.confirmed, p.title_key
       from jsonb_to_recordset($1::jsonb) as b (scheme text, value text)
       join identities i using (scheme, value) join papers p on p.id = i.paper_id`,
    [JSON.stringify(names)],
  );
  const keys = batch.flatMap((item) => item.alone.mergeKey ?? []);
  const papers = await query<{ id: number; merge_key: string }>(
    'select id, merge_key from papers where merge_key = any($1::text[])',
    [keys],
  );
  const pins = await query<{ source: string; key: string; paper_id: number }>(
    `select n.source, n.key, n.paper_id from jsonb_to_recordset($1::jsonb) as b (source text, key text)
       join record_pins n using (source, key)`,
    [JSON.stringify(batch.map(({ record: { source, key } }) => ({ source, key })))],
  );
  const ids = new Set([
    ...pins.map((row) => row.paper_id),
    ...records.map((row) => row.paper_id),
    ...identities.map((row) => row.paper_id),
    ...papers.map((row) => row.id),
  ]);
  const exclusive = await exclusiveNamesOf(query, ids);
  return {
    records: new Map(
      records.map((row) => [recordName(row), { id: row.id, paperId: row.paper_id, digest: row.digest }]),
    ),
    identities: new Map(
      identities.map((row) => [
        identityName(row),
        { paperId: row.paper_id, confirmed: row.confirmed, titleKey: row.title_key },
      ]),
    ),
    mergeKeys: papers.reduce(
      (map, row) => map.set(row.merge_key, [...(map.get(row.merge_key) ?? []), row.id]),
      new Map<string, number[]>(),
    ),
    exclusive,
    pins: new Map(pins.map((row) => [`${row.source} ${row.key}`, row.paper_id])),
    apart: await apartFrom(query, ids),
  };
}

async function apartFrom(query: Store['query'], papers: ReadonlySet<number>): Promise<Known['apart']> {
  const rows = await query<{ one: number; other: number }>(
    `select paper_id as one, other_id as other from papers_apart where paper_id = any($1::bigint[])
     union select other_id, paper_id from papers_apart where other_id = any($1::bigint[])`,
    [[...papers]],
  );
  return rows.reduce(
    (map, { one, other }) => map.set(one, (map.get(one) ?? new Set()).add(other)),
    new Map<number, Set<number>>(),
  );
}

async function exclusiveNamesOf(
  query: Store['query'],
  papers: ReadonlySet<number>,
): Promise<Known['exclusive']> {
  if (papers.size === 0) return new Map();
  const rows = await query<{ paper_id: number; scheme: string; value: string }>(
    'select paper_id, scheme, value from identities where paper_id = any($1::bigint[]) and scheme = any($2::text[]) and confirmed',
    [[...papers], [...exclusiveSchemes]],
  );
  return rows.reduce(
    (map, row) => map.set(row.paper_id, (map.get(row.paper_id) ?? new Map()).set(row.scheme, row.value)),
    new Map<number, Map<string, string>>(),
  );
}

/** A cluster while it grows: its exclusive names decide what may join it. */
interface Cluster extends Group {
  exclusive: Map<string, string>;
  /** Set when this cluster was joined into another, which then stands for it. */
  into?: Cluster;
}

function group(changed: readonly Member[], known: Known): Group[] {
  const clusters: Cluster[] = [];
  const byPaper = new Map<number, Cluster>();
  const byIdentity = new Map<string, Cluster>();
  const byMergeKey = new Map<string, Cluster>();

  const join = (target: Cluster, other: Cluster | undefined) => joined(target, other, known.apart);
  const start = (cluster: Cluster): Cluster => {
    clusters.push(cluster);
    return cluster;
  };
  const ofPaper = (id: number): Cluster => {
    const cluster =
      byPaper.get(id) ?? start({ members: [], papers: [id], exclusive: new Map(known.exclusive.get(id)) });
    byPaper.set(id, cluster);
    return cluster;
  };

  for (const member of changed) {
    const { record } = member;
    const { titleKey, mergeKey } = member.alone;
    let cluster = start({ members: [member], papers: [], exclusive: exclusiveNames(record) });
    const stored = known.records.get(recordName(record));
    if (stored) cluster = join(ofPaper(stored.paperId), cluster);
    const pinned = known.pins.get(`${record.source} ${record.key}`);
    if (pinned !== undefined) cluster = join(ofPaper(pinned), cluster);
    for (const identity of record.identities) {
      const name = identityName(identity);
      const holder = known.identities.get(name);
      const agree = holder && ((identity.confirmed && holder.confirmed) || holder.titleKey === titleKey);
      if (agree) cluster = join(cluster, ofPaper(holder.paperId));
      if (!identity.confirmed) continue;
      cluster = join(cluster, byIdentity.get(name));
      byIdentity.set(name, cluster);
    }
    if (mergeKey === null) continue;
    for (const id of known.mergeKeys.get(mergeKey) ?? []) cluster = join(cluster, ofPaper(id));
    cluster = join(cluster, byMergeKey.get(mergeKey));
    if (!byMergeKey.has(mergeKey)) byMergeKey.set(mergeKey, cluster);
  }
  return clusters
    .filter((cluster) => cluster.into === undefined && cluster.members.length > 0)
    .map(({ members, papers }) => ({ members, papers: [...new Set(papers)].sort((a, b) => a - b) }));
}

/** Joins one cluster into another, unless their exclusive names, or an editor, say that they are two papers. */
function joined(target: Cluster, other: Cluster | undefined, apart: Known['apart']): Cluster {
  const into = standing(target);
  const from = other && standing(other);
  if (from === undefined || from === into || !compatible(into.exclusive, from.exclusive)) return into;
  if (into.papers.some((one) => from.papers.some((two) => apart.get(one)?.has(two)))) return into;
  for (const [scheme, value] of from.exclusive) into.exclusive.set(scheme, value);
  into.members.push(...from.members);
  into.papers.push(...from.papers);
  from.into = into;
  return into;
}

function standing(cluster: Cluster): Cluster {
  let last = cluster;
  while (last.into !== undefined) last = last.into;
  return last;
}

function exclusiveNames(record: SourceRecord): Map<string, string> {
  return new Map(
    record.identities
      .filter(({ scheme, confirmed }) => confirmed && exclusiveSchemes.has(scheme))
      .map(({ scheme, value }) => [scheme, value]),
  );
}

function compatible(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  for (const [scheme, value] of a) if (b.has(scheme) && b.get(scheme) !== value) return false;
  return true;
}

import type { Store } from '@broadsheet/papers';
import type { PatternKind } from './rule.ts';
import { textTest } from './rule-holds.ts';
import { textColumns, type RuleSubject } from './rule-subject.ts';

/** Papers that are read at once. */
const block = 500;

interface Pattern {
  id: number;
  kind: PatternKind;
  value: string;
  /** An instant as text, since a Date would lose its microseconds. */
  readTo: string;
  readId: number;
}

type Row = Pick<RuleSubject, 'id' | 'title' | 'abstract' | 'affiliations'> & { changedAt: string };

/**
 * Reads what came or changed since, for patterns of rules: afterwards `rule_matches` says of every paper whether it holds them. A
 * new pattern reads all papers, which takes some seconds where they are a hundred thousand; each block is kept, so that whoever is
 * interrupted goes on there. Any number of processes may do this at once.
 */
export async function readPatterns(store: Store, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const patterns = await store.query<Pattern>(
    `select id, kind, value, coalesce(read_to, '-infinity')::text as "readTo", read_id as "readId" from rule_patterns
      where id = any($1::bigint[])`,
    [ids],
  );
  const together = Map.groupBy(patterns, ({ readTo, readId }) => `${readTo} ${readId}`);
  for (const some of together.values()) await readOn(store, some);
}

/** Patterns that have been read equally far. */
async function readOn(store: Store, patterns: readonly Pattern[]): Promise<void> {
  const [first] = patterns;
  if (first === undefined) return;
  const tests = patterns.map(({ id, kind, value }) => ({ id, holds: textTest(kind, value) }));
  const until = await settledUntil(store);
  let { readTo, readId } = first;
  for (;;) {
    const rows = await store.query<Row>(
      `select ${textColumns}, p.changed_at::text as "changedAt" from papers p
        where (p.changed_at, p.id) > ($1::timestamptz, $2::bigint) order by p.changed_at, p.id limit ${block}`,
      [readTo, readId],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    const found = tests.flatMap(({ id, holds }) =>
      rows.flatMap((row) => (holds(row) ? { pattern: id, paper: row.id } : [])),
    );
    await keep(store, { patterns: patterns.map(({ id }) => id), rows, found, last, until });
    ({ changedAt: readTo, id: readId } = last);
    if (rows.length < block) return;
    // Whoever waits for another page has a turn.
    await new Promise(setImmediate);
  }
}

/**
 * Until when all that changed can be seen. On a server somebody may be about to commit what they began to write before now; it
 * bears the time of that beginning. The embedded store is one session, so nobody is.
 */
async function settledUntil(store: Store): Promise<string> {
  if (store.kind === 'embedded') return 'infinity';
  const [row] = await store.query<{ until: string }>(
    `select least(now(), min(xact_start))::text as until from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`,
  );
  return row?.until ?? '-infinity';
}

interface Block {
  patterns: number[];
  rows: readonly Row[];
  found: { pattern: number; paper: number }[];
  last: Row;
  until: string;
}

async function keep(store: Store, { patterns, rows, found, last, until }: Block): Promise<void> {
  await store.transaction(async ({ query }) => {
    // In one order everywhere, so that two who do the same wait for each other and not both.
    await query('select from rule_patterns where id = any($1::bigint[]) order by id for update', [patterns]);
    await query(
      'delete from rule_matches where pattern_id = any($1::bigint[]) and paper_id = any($2::bigint[])',
      [patterns, rows.map(({ id }) => id)],
    );
    // A paper may have been merged into another meanwhile, and a pattern given up.
    await query(
      `insert into rule_matches (pattern_id, paper_id)
       select r.id, p.id from unnest($1::bigint[], $2::bigint[]) as f (pattern, paper)
         join rule_patterns r on r.id = f.pattern join papers p on p.id = f.paper
       on conflict do nothing`,
      [found.map(({ pattern }) => pattern), found.map(({ paper }) => paper)],
    );
    // What is not settled is read again the next time.
    await query(
      `update rule_patterns set read_to = least($2::timestamptz, $4::timestamptz),
              read_id = case when $2::timestamptz <= $4::timestamptz then $3::bigint else 0 end
        where id = any($1::bigint[])`,
      [patterns, last.changedAt, last.id, until],
    );
  });
}

import { mergeDuplicate, splitPaper, type RecordName, type Store } from '@broadsheet/papers';
import { logDecision, type Judgement } from './decision.ts';

/** How a paper stands with the editors. */
export interface PaperState {
  hidden: boolean;
  featured: boolean;
  locked: boolean;
}

/** What editors have said of a paper; null where there is none. */
export async function paperState(store: Pick<Store, 'query'>, paperId: number): Promise<PaperState | null> {
  const [row] = await store.query<PaperState>(
    `select p.hidden, exists (select from featured_papers where paper_id = p.id) as featured,
            exists (select from locked_talks where paper_id = p.id) as locked
       from papers p where p.id = $1`,
    [paperId],
  );
  return row ?? null;
}

/** What can be said of a paper, and the statement that does it: `$1` the paper, `$2` when, `$3` who. It gives a row where it did something. */
const changes = {
  'hide paper': 'update papers set hidden = true where id = $1 and not hidden returning id',
  'show paper': 'update papers set hidden = false where id = $1 and hidden returning id',
  'feature paper':
    'insert into featured_papers (paper_id, featured_at, featured_by) values ($1, $2, $3) on conflict do nothing returning paper_id',
  'unfeature paper': 'delete from featured_papers where paper_id = $1 returning paper_id',
  'lock talk':
    'insert into locked_talks (paper_id, locked_at, locked_by) values ($1, $2, $3) on conflict do nothing returning paper_id',
  'unlock talk': 'delete from locked_talks where paper_id = $1 returning paper_id',
} as const;

export type PaperDecision = keyof typeof changes;
export const paperDecisions = Object.keys(changes) as PaperDecision[];

/**
 * Hides a paper from everybody but editors or shows it again, features it or takes that back, closes its talk or opens it; with a line
 * in the log. Inside a transaction.
 * @returns false where that is how it stands already, or there is no such paper; nothing is logged then.
 */
export async function decideOnPaper(
  inside: Pick<Store, 'query'>,
  paperId: number,
  kind: PaperDecision,
  judgement: Judgement,
): Promise<boolean> {
  const [paper] = await inside.query<{ title: string }>('select title from papers where id = $1 for update', [
    paperId,
  ]);
  if (paper === undefined) return false;
  const sql = changes[kind];
  const more = sql.includes('$3') ? [judgement.now, judgement.editorId] : [];
  const done = await inside.query(sql, [paperId, ...more]);
  if (done.length === 0) return false;
  await logDecision(inside, {
    ...judgement,
    kind,
    subject: { kind: 'paper', id: String(paperId) },
    detail: { title: paper.title.slice(0, 300) },
  });
  return true;
}

/** Merges two papers, as `mergeDuplicate`, with a line in the log. @throws RangeError as that does. */
export function mergeAsEditor(
  store: Pick<Store, 'transaction'>,
  [first, second]: readonly [number, number],
  judgement: Judgement,
): Promise<number> {
  return store.transaction(async (inside) => {
    const titles = await titlesOf(inside, [first, second]);
    const kept = await mergeDuplicate(within(inside), first, second, judgement.now);
    const gone = kept === first ? second : first;
    await logDecision(inside, {
      ...judgement,
      kind: 'merge papers',
      subject: { kind: 'paper', id: String(kept) },
      detail: { title: titles.get(kept) ?? '', merged: `p${gone}`, mergedTitle: titles.get(gone) ?? '' },
    });
    return kept;
  });
}

/** Splits a paper, as `splitPaper`, with a line in the log. @throws RangeError as that does. */
export function splitAsEditor(
  store: Pick<Store, 'transaction'>,
  paperId: number,
  records: readonly RecordName[],
  judgement: Judgement,
): Promise<number> {
  return store.transaction(async (inside) => {
    const made = await splitPaper(within(inside), paperId, records, judgement.now);
    const titles = await titlesOf(inside, [paperId, made]);
    await logDecision(inside, {
      ...judgement,
      kind: 'split paper',
      subject: { kind: 'paper', id: String(paperId) },
      detail: {
        title: titles.get(paperId) ?? '',
        made: `p${made}`,
        records: records
          .map(({ source, key }) => `${source} ${key}`)
          .join(', ')
          .slice(0, 500),
      },
    });
    return made;
  });
}

/** Records of a paper by source and key, with the titles that they give it: what a split chooses among. */
export function recordsOf(
  store: Pick<Store, 'query'>,
  paperId: number,
): Promise<(RecordName & { title: string; versions: number })[]> {
  return store.query(
    `select source, key, (array_agg(content ->> 'title' order by version desc))[1] as title, count(*)::int as versions
       from records where paper_id = $1 group by 1, 2 order by 1, 2`,
    [paperId],
  );
}

/** A store whose transaction is the one that is open. */
function within(inside: Pick<Store, 'query'>): Pick<Store, 'transaction'> {
  return { transaction: (work) => work(inside) };
}

async function titlesOf(
  { query }: Pick<Store, 'query'>,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const rows = await query<{ id: number; title: string }>(
    'select id, left(title, 300) as title from papers where id = any($1::bigint[])',
    [ids],
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

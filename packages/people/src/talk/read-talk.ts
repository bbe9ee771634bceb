import type { Store } from '@broadsheet/papers';
import { commentColumns, commentJoins, type Comment } from './comment.ts';

export const talkOrders = ['best', 'new'] as const;
/** `best`: by `bestScore`, then the older first. `new`: the newest thread first; answers in the order in which they came. */
export type TalkOrder = (typeof talkOrders)[number];

/** A comment with what answers it. */
export interface TalkNode extends Comment {
  answers: TalkNode[];
}

/** A page of the talk about a paper. */
export interface TalkPage {
  threads: TalkNode[];
  /** Threads on all pages. */
  total: number;
  /** From 1. */
  page: number;
  pages: number;
  /** Answers of this page's threads that are not among them, because there are too many. */
  left: number;
}

/** Threads to a page, and answers on it at most. */
const threadsToPage = 25;
const mostAnswers = 1000;

/** What is to be seen: what stands, and what was removed where something that answers it stands. */
const isSeen = `(c.removed_at is null or exists (
  select from comments a where a.root_id = c.id and a.removed_at is null))`;

const rootOrders: Record<TalkOrder, string> = {
  best: 'c.best desc, c.created_at, c.id',
  new: 'c.created_at desc, c.id desc',
};

/**
 * The talk about a paper, a page of threads with all their answers. A page beyond the last is the last.
 * @param threads to a page. @throws RangeError for a page before the first.
 */
export async function readTalk(
  store: Pick<Store, 'query'>,
  paperId: number,
  {
    order,
    page,
    now,
    threads = threadsToPage,
  }: { order: TalkOrder; page: number; now: Date; threads?: number },
): Promise<TalkPage> {
  if (!Number.isInteger(page) || page < 1) throw new RangeError('Pages are counted from 1.');
  const [counted] = await store.query<{ total: number }>(
    `select count(*)::int as total from comments c where c.paper_id = $1 and c.parent_id is null and ${isSeen}`,
    [paperId],
  );
  const total = counted?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / threads));
  const shown = Math.min(page, pages);
  const roots = await store.query<{ id: number }>(
    `select c.id from comments c where c.paper_id = $1 and c.parent_id is null and ${isSeen}
      order by ${rootOrders[order]} limit $2 offset $3`,
    [paperId, threads, (shown - 1) * threads],
  );
  const ids = roots.map(({ id }) => id);
  const rows = await store.query<Comment>(
    `select ${commentColumns} from comments c ${commentJoins}
      where c.id = any($2::bigint[]) or c.root_id = any($2::bigint[]) order by c.root_id nulls first, c.id limit $3`,
    [now, ids, mostAnswers + ids.length],
  );
  const [all] = await store.query<{ count: number }>(
    'select count(*)::int as count from comments where root_id = any($1::bigint[])',
    [ids],
  );
  return {
    threads: grown(rows, ids, order),
    total,
    page: shown,
    pages,
    left: Math.max(0, (all?.count ?? 0) + ids.length - rows.length),
  };
}

/** On which page of the talk a comment's thread stands, from 1; null where it is not to be seen. */
export async function pageOfComment(
  store: Pick<Store, 'query'>,
  { id, paperId }: Pick<Comment, 'id' | 'paperId'>,
  order: TalkOrder,
): Promise<number | null> {
  const [row] = await store.query<{ place: number }>(
    `select place from (
       select c.id, row_number() over (order by ${rootOrders[order]})::int as place from comments c
        where c.paper_id = $2 and c.parent_id is null and ${isSeen}) placed
      where id = (select coalesce(root_id, id) from comments where id = $1)`,
    [id, paperId],
  );
  return row === undefined ? null : Math.ceil(row.place / threadsToPage);
}

/** Makes trees of rows, and leaves away what was removed and has nothing standing below it. */
function grown(rows: readonly Comment[], roots: readonly number[], order: TalkOrder): TalkNode[] {
  const nodes = new Map(rows.map((row): [number, TalkNode] => [row.id, { ...row, answers: [] }]));
  // Answers are younger than what they answer: from the youngest on, each is whole when it is put into its place.
  for (const node of [...nodes.values()].sort((a, b) => b.id - a.id)) {
    node.answers.sort((a, b) => (order === 'best' ? b.best - a.best : 0) || a.id - b.id);
    if (node.parentId === null || (node.removed !== null && node.answers.length === 0)) continue;
    nodes.get(node.parentId)?.answers.push(node);
  }
  return roots.flatMap((id) => nodes.get(id) ?? []);
}

import { getPapers, presentIdOf, type Store } from '@broadsheet/papers';
import type { Digest, IssueContent } from './digest.ts';
import { paperShelf, type PaperShelf } from './paper-shelf.ts';

/** An issue as it was put together, with its papers as they are now. */
export interface Issue {
  id: number;
  subscriptionId: number;
  subscriberId: number;
  /** See `subscribers.link_epoch`. */
  linkEpoch: number;
  /** When the subscription was ended; null where it goes on. */
  endedAt: Date | null;
  composedAt: Date;
  digest: Digest;
}

type Row = Omit<Issue, 'digest'> & { day: string; papers: number[]; content: IssueContent };

const select = `select i.id, i.subscription_id as "subscriptionId", s.subscriber_id as "subscriberId",
    r.link_epoch as "linkEpoch", s.ended_at as "endedAt", i.day, i.composed_at as "composedAt", i.papers, i.content
  from issues i join subscriptions s on s.id = i.subscription_id join subscribers r on r.id = s.subscriber_id`;

/**
 * An issue by its number; null where there is none. Papers that are gone are left out.
 * @param papers Where papers are taken from; many issues of one day share theirs.
 */
export async function readIssue(
  store: Pick<Store, 'query'>,
  id: number,
  papers: PaperShelf = (ids) => getPapers(store, ids),
): Promise<Issue | null> {
  const [row] = await store.query<Row>(`${select} where i.id = $1`, [id]);
  return row === undefined ? null : issueOf(store, row, papers);
}

/** The newest issues of a subscription, newest first: for its feed. */
export async function listIssues(
  store: Pick<Store, 'query'>,
  subscriptionId: number,
  limit: number,
): Promise<Issue[]> {
  const rows = await store.query<Row>(`${select} where i.subscription_id = $1 order by i.day desc limit $2`, [
    subscriptionId,
    limit,
  ]);
  const shelf = paperShelf(store);
  return Promise.all(rows.map((row) => issueOf(store, row, shelf)));
}

async function issueOf(
  store: Pick<Store, 'query'>,
  { day, papers, content, ...row }: Row,
  shelf: PaperShelf,
): Promise<Issue> {
  const now = await presentIdOf(store, papers);
  const why = new Map<number, string>();
  for (const [index, old] of papers.entries()) {
    const id = now(old);
    if (!why.has(id)) why.set(id, content.why[index] ?? '');
  }
  const found = await shelf([...why.keys()]);
  return {
    ...row,
    digest: {
      ...content,
      day,
      entries: found.map((paper) => ({ paper, why: why.get(paper.id) ?? '' })),
    },
  };
}

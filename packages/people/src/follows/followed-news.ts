import { listNews, presentIdOf, type NewsItem, type NewsRequest, type Store } from '@broadsheet/papers';
import { papersUnderName } from './author-evidence.ts';
import { matchAuthor, type AuthorMatch } from './author-identity.ts';
import type { Follow } from './follow.ts';

/** What brought a paper to a reader. */
export interface FollowedBy {
  follow: Follow;
  /** Of an author: how the paper is known to be theirs; null of other kinds, and of an author who was not told apart. */
  match: AuthorMatch;
}

/** A paper that is new of what somebody follows. */
export interface FollowedPaper {
  paperId: number;
  /** At least one. */
  by: FollowedBy[];
}

/** Which of some papers a query holds for: `matchPapers` of the search, which this floor does not know. */
export type QueryMatcher = (query: string, among: readonly number[]) => Promise<number[]>;

/**
 * What is new, in some days, of what somebody follows, by trending score; what members voted for in that time comes behind, the
 * newest vote first, where it is not new itself.
 */
export async function followedNews(
  store: Pick<Store, 'query'>,
  follows: readonly Follow[],
  request: NewsRequest,
  matches: QueryMatcher,
): Promise<FollowedPaper[]> {
  if (follows.length === 0) return [];
  return chooseFollowed(store, follows, await listNews(store, request), request, matches);
}

/** The same among news that have been read. */
export async function chooseFollowed(
  store: Pick<Store, 'query'>,
  follows: readonly Follow[],
  news: readonly NewsItem[],
  request: NewsRequest,
  matches: QueryMatcher,
): Promise<FollowedPaper[]> {
  const found = new Map<number, FollowedBy[]>(news.map(({ id }) => [id, []]));
  const note = (paperId: number, follow: Follow, match: AuthorMatch = null) => {
    const by = found.get(paperId) ?? [];
    by.push({ follow, match });
    found.set(paperId, by);
  };
  const ids = news.map(({ id }) => id);
  const byOrcid = await papersByOrcid(store, follows, ids);
  for (const follow of follows) {
    switch (follow.kind) {
      case 'venue':
        for (const { id, venue } of news) if (venue === follow.value) note(id, follow);
        break;
      case 'category':
        for (const { id, categories } of news)
          if (categories.some((code) => code === follow.value || code.split('.')[0] === follow.value))
            note(id, follow);
        break;
      case 'search':
        for (const id of await matches(follow.value, ids)) note(id, follow);
        break;
      case 'author':
        for (const { id, match } of await papersOfAuthor(store, follow, news, byOrcid))
          note(id, follow, match);
        break;
      case 'member':
        // All at once, below.
        break;
    }
  }
  for (const { paperId, follow } of await votedFor(store, follows, request)) note(paperId, follow);
  return [...found].flatMap(([paperId, by]) => (by.length === 0 ? [] : { paperId, by }));
}

async function papersOfAuthor(
  store: Pick<Store, 'query'>,
  { value, identity }: Follow,
  news: readonly NewsItem[],
  byOrcid: ReadonlyMap<string, number[]>,
): Promise<{ id: number; match: AuthorMatch }[]> {
  const named = news.flatMap(({ id, authors }) => (authors.includes(value) ? [id] : []));
  if (identity === null) return named.map((id) => ({ id, match: null }));
  const evidence = named.length === 0 ? [] : await papersUnderName(store, value, named);
  const present = await presentIdOf(store, [...identity.yes, ...identity.no]);
  const known = { ...identity, yes: identity.yes.map(present), no: identity.no.map(present) };
  const matched = new Map<number, AuthorMatch>();
  for (const paper of evidence) matched.set(paper.paperId, matchAuthor(known, paper));
  // Under another spelling of the name.
  for (const orcid of identity.orcids)
    for (const id of byOrcid.get(orcid) ?? []) if (!known.no.includes(id)) matched.set(id, 'orcid');
  return [...matched].flatMap(([id, match]) => (match === null ? [] : { id, match }));
}

/** Which of the news bear an ORCID that somebody follows. */
async function papersByOrcid(
  store: Pick<Store, 'query'>,
  follows: readonly Follow[],
  ids: readonly number[],
): Promise<Map<string, number[]>> {
  const orcids = follows.flatMap(({ identity }) => identity?.orcids ?? []);
  if (orcids.length === 0 || ids.length === 0) return new Map();
  const rows = await store.query<{ orcid: string; ids: number[] }>(
    `select orcid, array_agg(distinct paper_id) as ids from authorships
      where paper_id = any($1::bigint[]) and orcid = any($2::text[]) group by 1`,
    [ids, orcids],
  );
  return new Map(rows.map((row) => [row.orcid, row.ids]));
}

/** What members who share it voted for within the days, the newest vote first. A vote that was taken back does not count. */
async function votedFor(
  store: Pick<Store, 'query'>,
  follows: readonly Follow[],
  { from, to }: NewsRequest,
): Promise<{ paperId: number; follow: Follow }[]> {
  const byId = new Map(follows.flatMap((follow) => (follow.kind === 'member' ? [[follow.id, follow]] : [])));
  if (byId.size === 0) return [];
  const rows = await store.query<{ followId: number; paperId: number }>(
    `select f.id as "followId", v.paper_id as "paperId"
       from follows f join reading_settings r on r.member_id = f.followed_id and r.shares_votes
       join vote_events v on v.voter = f.followed_id join papers p on p.id = v.paper_id
      where f.id = any($1::bigint[]) and not p.hidden and not p.withdrawn
      group by 1, 2
     having sum(v.delta) > 0
        and (max(v.at) at time zone 'America/New_York')::date between $2::date and $3::date + 1
      order by max(v.at) desc, 2 desc limit 500`,
    [[...byId.keys()], from, to],
  );
  return rows.flatMap(({ followId, paperId }) => {
    const follow = byId.get(followId);
    return follow === undefined ? [] : { paperId, follow };
  });
}

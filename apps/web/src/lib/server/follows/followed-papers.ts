import { addDays, currentDay, getPapers, type PaperSummary, type Store } from '@broadsheet/papers';
import {
  followedNews,
  listFollows,
  rulesInForce,
  whyHidden,
  type Follow,
  type FollowedBy,
} from '@broadsheet/people';
import { matchPapers } from '@broadsheet/search';

/** Days over which the page of follows looks back. */
export const followedDays = 14;

/** A new paper of what somebody follows, and what brought it. */
interface FollowedEntry {
  paper: PaperSummary;
  by: FollowedBy[];
}

export interface FollowedPapers {
  follows: Follow[];
  /** The newest day first, within it by trending score; without what the rules hide. */
  entries: FollowedEntry[];
  /** Internal ids of what the rules hide. */
  hidden: number[];
}

/** What is new, in the last two weeks, of what a member follows. */
export async function followedPapers(store: Store, memberId: string, now: Date): Promise<FollowedPapers> {
  const follows = await listFollows(store, memberId);
  const to = currentDay(now);
  const found = await followedNews(
    store,
    follows,
    { from: addDays(to, 1 - followedDays), to, since: addTime(now, -followedDays) },
    (query, among) => matchPapers(store, query, among),
  );
  const ids = found.map(({ paperId }) => paperId);
  const rules = await rulesInForce(store, memberId, now);
  const why = rules === null ? new Map() : await whyHidden(store, rules.rules, ids);
  const by = new Map(found.map((one) => [one.paperId, one.by]));
  const papers = await getPapers(
    store,
    ids.filter((id) => !why.has(id)),
  );
  const day = ({ announcedOn, firstSeenAt }: PaperSummary) => announcedOn ?? currentDay(firstSeenAt);
  return {
    follows,
    entries: papers
      .toSorted((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0))
      .map((paper) => ({ paper, by: by.get(paper.id) ?? [] })),
    hidden: [...why.keys()],
  };
}

function addTime(at: Date, days: number): Date {
  return new Date(at.getTime() + days * 86_400_000);
}

import { getPapers, type PaperSummary, type Store } from '@broadsheet/papers';
import {
  catchUp,
  followWords,
  listFollows,
  rulesInForce,
  type CatchUp,
  type CatchUpItem,
  type CatchUpView,
} from '@broadsheet/people';
import { matchPapers } from '@broadsheet/search';

/** A catch-up with its papers, and why each is in it. */
export interface OwnCatchUp extends Omit<CatchUp, 'items'> {
  entries: { paper: PaperSummary; because: string }[];
}

/** What a member missed, by their follows and rules as they are now. */
export async function ownCatchUp(
  store: Store,
  memberId: string,
  view: CatchUpView,
  now: Date,
): Promise<OwnCatchUp> {
  const { items, ...rest } = await catchUp(store, {
    memberId,
    view,
    now,
    rules: await rulesInForce(store, memberId, now),
    follows: await listFollows(store, memberId),
    matches: (query, among) => matchPapers(store, query, among),
  });
  const byId = new Map(items.map((item) => [item.paperId, item]));
  const papers = await getPapers(store, [...byId.keys()]);
  return {
    ...rest,
    entries: papers.flatMap((paper) => {
      const item = byId.get(paper.id);
      return item === undefined ? [] : { paper, because: becauseOf(item) };
    }),
  };
}

function becauseOf({ by, why, trendingRank }: CatchUpItem): string {
  return [
    ...(by.length === 0 ? [] : [followWords(by)]),
    ...why,
    ...(trendingRank === null ? [] : [`number ${trendingRank} of what is new by its trending score`]),
  ].join(' · ');
}

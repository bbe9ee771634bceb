import { authorKey, type PaperSummary } from '@broadsheet/papers';
import type { Follow, RulesInForce } from '@broadsheet/people';
import type { Mute, SubscriptionPlan } from '../subscriptions/plan.ts';
import { describeWish, type NewsDesk } from './candidates.ts';
import type { DigestEntry, IssueContent } from './digest.ts';
import type { NewsWindow } from './news-window.ts';
import { whyIn } from './why.ts';

/** What an issue is put together from. */
export interface IssueOrder {
  plan: SubscriptionPlan;
  window: NewsWindow;
  /** When the subscription's news were looked at last; null for a first issue. */
  since: Date | null;
  /** Papers that it has brought before, by their present ids. */
  received: ReadonlySet<number>;
  mutes: readonly Mute[];
  /** What the reader follows, where they are a member: for digests of that. */
  follows?: readonly Follow[];
  /** What the reader hides everywhere, where they are a member. */
  rules?: RulesInForce | null;
  partial: IssueContent['partial'];
}

export interface ComposedIssue {
  entries: DigestEntry[];
  content: IssueContent;
}

/** More papers than are wanted are read at once, in case that some are muted. */
const spare = 5;

/** Puts an issue together; null where it would be empty. */
export async function composeIssue(desk: NewsDesk, order: IssueOrder): Promise<ComposedIssue | null> {
  const { plan, window, since, received, mutes } = order;
  const followed =
    plan.wish.kind === 'following' ? await desk.followed(order.follows ?? [], window, since) : null;
  const found =
    followed === null ? await desk.candidates(plan.wish, plan.cadence, window, since) : [...followed.keys()];
  const fresh = found.filter((id) => !received.has(id));
  const candidates = await desk.withoutHidden(fresh, order.rules ?? null);
  const entries: DigestEntry[] = [];
  let looked = 0;
  while (looked < candidates.length && entries.length < plan.count) {
    const some = candidates.slice(looked, looked + plan.count - entries.length + spare);
    for (const paper of await desk.papers(some)) {
      if (entries.length === plan.count) break;
      if (!isMuted(paper, mutes))
        entries.push({ paper, why: whyIn(plan.wish, paper, window, followed?.get(paper.id)) });
      looked = candidates.indexOf(paper.id, looked) + 1;
    }
    if (entries.length < plan.count) looked = candidates.indexOf(some.at(-1) ?? 0, 0) + 1;
  }
  if (entries.length === 0) return null;
  return {
    entries,
    content: {
      ...describeWish(plan.wish),
      ...window,
      why: entries.map((entry) => entry.why),
      // Those that only compete again each day are no news that was left out.
      more: plan.wish.kind === 'trending' ? 0 : candidates.length - looked,
      partial: order.partial,
      length: plan.length,
    },
  };
}

/** Whether a subscription leaves out this paper. */
function isMuted(paper: PaperSummary, mutes: readonly Mute[]): boolean {
  return mutes.some(({ kind, value }) => {
    switch (kind) {
      case 'author':
        return paper.authors.some(({ name }) => authorKey(name) === value);
      case 'category':
        return paper.categories.includes(value);
      case 'words':
        return standsIn(value, `${paper.title}\n${paper.abstract}`);
    }
  });
}

/** Between word bounds, in any case. */
function standsIn(words: string, text: string): boolean {
  const pattern = words
    .trim()
    .split(/\s+/)
    .map((word) =>
      word.replace(/[^\p{Letter}\p{Number}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`),
    )
    .join('\\s+');
  return new RegExp(`(?<![\\p{Letter}\\p{Number}])${pattern}(?![\\p{Letter}\\p{Number}])`, 'iu').test(text);
}

import type { Store } from '@broadsheet/papers';
import { listLibrary, rulesInForce, type CatchUpView } from '@broadsheet/people';
import { isHttpError } from '@sveltejs/kit';
import { ownCatchUp } from '../catch-up/own-catch-up.ts';
import { encoderInUse } from '../encoder.ts';
import { ownFeed } from '../feed/own-feed.ts';
import { followedPapers } from '../follows/followed-papers.ts';
import { feedLength, feedSource, type FeedSource } from './feed-source.ts';

type Personal = (store: Store, memberId: string, query: URLSearchParams, now: Date) => Promise<FeedSource>;

/** The views that only their owner has, by the paths of their pages. Who makes another adds it here. */
const personal: Record<string, Personal> = {
  '/following': async (store, memberId, _query, now) => {
    const { entries } = await followedPapers(store, memberId, now);
    return {
      title: 'Following · Broadsheet',
      description: 'What is new of what you follow, the newest first.',
      path: '/following',
      papers: entries.slice(0, feedLength).map(({ paper }) => paper),
    };
  },
  '/catch-up': async (store, memberId, query, now) => {
    const view: CatchUpView = query.get('view') === 'following' ? 'following' : 'everything';
    const { entries } = await ownCatchUp(store, memberId, view, now);
    return {
      title: 'Catch up · Broadsheet',
      description: 'The best of what is new since you caught up.',
      path: `/catch-up?view=${view}`,
      papers: entries.slice(0, feedLength).map(({ paper }) => paper),
    };
  },
  '/feed': async (store, memberId, _query, now) => {
    const { entries } = await ownFeed(store, await encoderInUse(), memberId, null, now);
    return {
      title: 'Your feed · Broadsheet',
      description: 'Today’s papers by your interests.',
      path: '/feed',
      papers: entries.slice(0, feedLength).map(({ paper }) => paper),
    };
  },
  '/library': async (store, memberId) => {
    const { items } = await listLibrary(store, memberId, {}, 'saved', { limit: feedLength, offset: 0 });
    return {
      title: 'Library · Broadsheet',
      description: 'What you keep, what you kept last first.',
      path: '/library',
      papers: items.map(({ paper }) => paper),
    };
  },
};

/** A view that a private address can stand for: one of a member's own, or any list, search or similar papers under their rules. */
export async function personalSource(
  store: Store,
  memberId: string,
  view: string,
  now: Date,
): Promise<FeedSource> {
  const { pathname, searchParams } = new URL(view, 'http://view.invalid');
  const own = Object.hasOwn(personal, pathname) ? personal[pathname] : undefined;
  if (own !== undefined) return own(store, memberId, searchParams, now);
  return feedSource(
    decodeURIComponent(pathname.replace(/^\/+/, '')),
    searchParams,
    await rulesInForce(store, memberId, now),
  );
}

/** Why a private address cannot stand for a view, in words; null where it can. */
export async function personalTrouble(
  store: Store,
  memberId: string,
  view: string,
  now: Date,
): Promise<string | null> {
  const whatItTakes =
    'Give the address of a list here, from its slash on: /trending, /categories/cs.LG, /search?q=diffusion.';
  if (view.length > 2000 || !/^\/(?![/\\])[^\s\\]*$/.test(view)) return whatItTakes;
  try {
    await personalSource(store, memberId, view, now);
    return null;
  } catch (trouble) {
    if (trouble instanceof URIError) return whatItTakes;
    if (isHttpError(trouble)) return `${trouble.body.message} ${whatItTakes}`;
    throw trouble;
  }
}

import { error } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { now } from './clock.ts';
import { followOfView } from './follows/follow-state.ts';
import { library } from './library.ts';
import { loadCards, readListQuery } from './list-page.ts';
import { viewAt, type View } from './views.ts';

/** What every list page shows, made from the page's own address. Answers 404, with words, where there is no such view. */
export async function loadList(
  { url, setHeaders, locals }: Pick<RequestEvent, 'url' | 'setHeaders' | 'locals'>,
  whatIsWrong: string,
) {
  const view = await viewAt(library(), url.pathname, url.searchParams, now());
  if (view === null) error(404, { message: whatIsWrong });
  setHeaders({ 'cache-control': 'public, max-age=60' });
  return {
    view: describe(view),
    list: await loadCards(view, url.searchParams, locals.member),
    asked: readListQuery(url.searchParams),
    follow: await followOfView(locals.member, view),
  };
}

/** The part of a view that the page needs. */
export function describe({ kind, path, title, description, previousPath, nextPath, period }: View) {
  return { kind, path, title, description, previousPath, nextPath, period };
}

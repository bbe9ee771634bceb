import { error, json } from '@sveltejs/kit';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { loadCards } from '../../lib/server/list-page.ts';
import { dayView, viewAt } from '../../lib/server/views.ts';
import type { RequestHandler } from './$types';

/** The cards of a list's next page, for scrolling on: `/more?view=/day/2026-03-10&page=2`. */
export const GET: RequestHandler = async ({ url, locals }) => {
  const [path = '', query = ''] = (url.searchParams.get('view') ?? '').split('?');
  const parameters = new URLSearchParams(query);
  for (const name of ['page', 'order', 'category', 'hidden']) {
    const value = url.searchParams.get(name);
    if (value !== null) parameters.set(name, value);
  }
  const day = url.searchParams.get('day');
  const view =
    day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day)
      ? dayView(day)
      : await viewAt(library(), path, parameters, now());
  if (view === null) error(404, { message: 'There is no such list.' });
  return json(await loadCards(view, parameters, locals.member));
};

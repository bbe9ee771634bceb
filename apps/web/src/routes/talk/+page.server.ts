import { newestComments } from '@broadsheet/people';
import { z } from 'zod';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { listedComments } from '../../lib/server/talk/listed-comments.ts';
import type { PageServerLoad } from './$types';

/** Comments of a page. */
const length = 30;

const Before = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** What is being said about all papers, the newest first. */
export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'public, max-age=30' });
  const before = Before.safeParse(url.searchParams.get('before')).data;
  const found = await newestComments(library(), {}, { limit: length + 1, before, now: now() });
  const shown = found.slice(0, length);
  return {
    comments: await listedComments(shown, library(), now()),
    older: found.length > length ? `/talk?before=${shown.at(-1)?.id}` : null,
    isFirst: before === undefined,
  };
};

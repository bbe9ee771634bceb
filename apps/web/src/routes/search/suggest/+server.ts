import { suggestPapers } from '@broadsheet/search';
import { json } from '@sveltejs/kit';
import { library } from '../../../lib/server/library.ts';
import { ownRules } from '../../../lib/server/rules/own-rules.ts';
import type { RequestHandler } from './$types';

/** Papers for an unfinished query: `/search/suggest?q=contrastive+lea`. */
export const GET: RequestHandler = async ({ url, locals }) => {
  const text = (url.searchParams.get('q') ?? '').slice(0, 200);
  const rules = await ownRules(locals.member);
  return json({ suggestions: await suggestPapers(library(), text, 7, rules?.hides) });
};

import { findPaper, getPaper } from '@broadsheet/papers';
import { listVoters } from '@broadsheet/people';
import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { library } from '../../../../lib/server/library.ts';
import { ownMarks } from '../../../../lib/server/own-marks.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import { creditOf } from '../../../../lib/server/sources/credits.ts';
import type { PageServerLoad } from './$types';

const pageSize = 100;
const Query = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1) });

/** Who voted for a paper here, and what other services counted. */
export const load: PageServerLoad = async ({ params, url, locals, setHeaders }) => {
  const found = await findPaper(library(), params.key);
  const paper = found && (await getPaper(library(), found.id));
  if (paper === null) error(404, { message: `No paper here is called “${params.key}”.` });
  if (paper.key !== params.key) redirect(301, `/papers/${paper.key}/votes`);
  setHeaders({ 'cache-control': 'public, max-age=60' });
  const { page } = Query.parse(Object.fromEntries(url.searchParams));
  const { voters, total, departed, discounted } = await listVoters(library(), paper.id, {
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  const newest = new Map(paper.popularity.map((row) => [row.source, row]));
  const marks = await ownMarks(locals.member, [paper.id]);
  return {
    key: paper.key,
    title: paper.title,
    titleHtml: renderText(paper.title),
    votes: paper.votes,
    voted: marks.get(paper.id)?.voted ?? false,
    voters: voters.map(({ handle, name, at }) => ({ handle, name, at: at.toISOString() })),
    total,
    departed,
    discounted,
    page,
    pages: Math.max(1, Math.ceil((total - departed) / pageSize)),
    counts: [...newest.values()].flatMap(({ source, day, upvotes }) =>
      source === 'github' ? [] : [{ title: creditOf(source).title, day, upvotes }],
    ),
  };
};

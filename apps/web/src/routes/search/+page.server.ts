import { parseQuery, searchPapers, withFilter, withoutFilter, type SearchAnswer } from '@broadsheet/search';
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { library } from '../../lib/server/library.ts';
import { renderText } from '../../lib/server/render-text.ts';
import { renderSpans } from '../../lib/server/render-spans.ts';
import { toCard } from '../../lib/server/to-card.ts';
import { whyHit } from '../../lib/server/why-hit.ts';
import type { PageServerLoad } from './$types';

const pageSize = 20;
const SearchQuery = z.object({
  q: z.string().catch('').default(''),
  sort: z.enum(['relevance', 'date', 'votes']).catch('relevance').default('relevance'),
  by: z.enum(['both', 'words']).catch('both').default('both'),
  page: z.coerce.number().int().min(1).max(50).catch(1).default(1),
});

/** The answer to a query, or the way straight to the paper where the query is a paper's name. */
export const load: PageServerLoad = async ({ url }) => {
  const { q, sort, by, page } = SearchQuery.parse(Object.fromEntries(url.searchParams));
  const query = q.trim();
  const encoder = await encoderInUse();
  /** null where there is nothing to choose. */
  const shownBy = encoder === null ? null : by;
  if (query === '') return { query, sort, by: shownBy, answer: null };
  const answer = await searchPapers(
    library(),
    { query, sort, limit: pageSize, offset: (page - 1) * pageSize, facets: true },
    by === 'words' ? null : encoder,
  );
  if (answer.direct) redirect(303, `/papers/${answer.direct.key}`);
  const shown = answer.usedCorrection && answer.corrected !== null ? answer.corrected : query;
  return {
    query,
    sort,
    by: shownBy,
    answer: {
      hits: answer.hits.map((hit) => ({
        card: {
          ...toCard(hit.paper),
          titleHtml: renderSpans(hit.title),
          abstractHtml: `<p>${renderSpans(hit.passage)}</p>`,
        },
        why: whyHit(hit),
      })),
      total: answer.total,
      totalIsExact: answer.totalIsExact,
      near: answer.near ?? 0,
      firstRank: answer.offset + 1,
      page,
      pages: Math.max(1, Math.min(50, Math.ceil(answer.total / pageSize))),
      corrected: answer.corrected,
      correctedHtml: answer.corrected === null ? '' : renderText(answer.corrected),
      usedCorrection: answer.usedCorrection,
      ignored: answer.ignored,
      chips: chipsOf(shown),
      facets: facetsOf(answer, shown),
    },
  };
};

/** The operators of the query, each with the query that is left without it. */
function chipsOf(query: string): { label: string; without: string }[] {
  return parseQuery(query).clauses.flatMap((clause) =>
    clause.kind === 'filter'
      ? [
          {
            label: `${clause.field}: ${clause.value}`,
            without: withoutFilter(query, clause.field, clause.value),
          },
        ]
      : [],
  );
}

function facetsOf({ facets }: SearchAnswer, query: string) {
  if (facets === null) return [];
  return (
    [
      ['Year', 'year', facets.year],
      ['Category', 'cat', facets.category],
      ['Venue', 'venue', facets.venue],
    ] as const
  )
    .filter(([, , values]) => values.length > 1)
    .map(([name, field, values]) => ({
      name,
      values: values.map(({ value, label, count }) => ({
        value,
        label,
        count,
        query: withFilter(query, field, value),
      })),
    }));
}

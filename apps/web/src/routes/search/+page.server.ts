import type { RulesInForce } from '@broadsheet/people';
import {
  parseQuery,
  searchPapers,
  withFilter,
  withoutFilter,
  type SearchAnswer,
  type SortOrder,
} from '@broadsheet/search';
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { HiddenPapers } from '../../lib/hidden-papers.ts';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { followState } from '../../lib/server/follows/follow-state.ts';
import { library } from '../../lib/server/library.ts';
import { hiddenAmong, markHidden } from '../../lib/server/rules/describe-hidden.ts';
import { withOwnMarks } from '../../lib/server/own-marks.ts';
import { ownRules, wantsHidden } from '../../lib/server/rules/own-rules.ts';
import { renderText } from '../../lib/server/render-text.ts';
import { renderSpans } from '../../lib/server/render-spans.ts';
import { toCard } from '../../lib/server/to-card.ts';
import { whyHit } from '../../lib/server/why-hit.ts';
import type { PageServerLoad } from './$types';

const pageSize = 20;
/** Hidden papers that a search names at most. */
const deepest = 1000;
const SearchQuery = z.object({
  q: z.string().catch('').default(''),
  sort: z.enum(['relevance', 'date', 'votes']).catch('relevance').default('relevance'),
  by: z.enum(['both', 'words']).catch('both').default('both'),
  page: z.coerce.number().int().min(1).max(50).catch(1).default(1),
});

/** The answer to a query, or the way straight to the paper where the query is a paper's name. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { q, sort, by, page } = SearchQuery.parse(Object.fromEntries(url.searchParams));
  const query = q.trim();
  const encoder = await encoderInUse();
  /** null where there is nothing to choose. */
  const shownBy = encoder === null ? null : by;
  if (query === '') return { query, sort, by: shownBy, answer: null, follow: null };
  const rules = await ownRules(locals.member);
  const showing = wantsHidden(url.searchParams);
  const answer = await searchPapers(
    library(),
    {
      query,
      sort,
      limit: pageSize,
      offset: (page - 1) * pageSize,
      facets: true,
      ...(rules === null || showing ? {} : { hide: rules.hides }),
    },
    by === 'words' ? null : encoder,
  );
  if (answer.direct) redirect(303, `/papers/${answer.direct.key}`);
  const cards = answer.hits.map((hit) => ({
    ...toCard(hit.paper),
    titleHtml: renderSpans(hit.title),
    abstractHtml: `<p>${renderSpans(hit.passage)}</p>`,
  }));
  const own = await withOwnMarks(locals.member, cards);
  const marked = rules !== null && showing ? await markHidden(own, rules) : own;
  const shown = answer.usedCorrection && answer.corrected !== null ? answer.corrected : query;
  return {
    query,
    sort,
    by: shownBy,
    follow: await followState(locals.member, { kind: 'search', value: query.slice(0, 1000), label: query }),
    answer: {
      hits: answer.hits.flatMap((hit, index) => {
        const card = marked[index];
        return card === undefined ? [] : { card, why: whyHit(hit) };
      }),
      hidden: rules === null ? null : await hiddenBehind(rules, query, sort, answer, showing),
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

/** What the reader's rules hide of the papers that match by words. */
async function hiddenBehind(
  rules: RulesInForce,
  query: string,
  sort: SortOrder,
  answer: SearchAnswer,
  shown: boolean,
): Promise<HiddenPapers | null> {
  // Where they are shown, the answer names none.
  const { hidden } = shown
    ? await searchPapers(library(), { query, sort, limit: 1, hide: rules.hides })
    : answer;
  return hiddenAmong(rules, hidden, { more: hidden.length >= deepest, shown });
}

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

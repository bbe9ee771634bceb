import {
  explainTrending,
  hoursPerTenfold,
  listPapers,
  trendingFormula,
  starAllowance,
  starsPerVote,
} from '@broadsheet/papers';
import { library } from '../../../lib/server/library.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { PageServerLoad } from './$types';

/** The formula with the numbers of this moment. */
export const load: PageServerLoad = async () => {
  const { items } = await listPapers(library(), { order: 'trending' }, { limit: 3, offset: 0 });
  const fields = await library().query<{ field: string; papers: number; votes: number }>(
    'select field, papers, votes from field_activity order by votes desc, field limit 15',
  );
  return {
    formula: trendingFormula,
    hoursPerTenfold,
    starsPerVote,
    mostWithoutVotes: starAllowance,
    examples: items.flatMap((paper) =>
      paper.trendingTerms
        ? [
            {
              key: paper.key,
              titleHtml: renderText(paper.title),
              terms: paper.trendingTerms,
              sentences: explainTrending(paper.trendingTerms),
            },
          ]
        : [],
    ),
    fields: fields.map((row) => ({ ...row, factor: Math.log10(10 + row.votes) })),
  };
};

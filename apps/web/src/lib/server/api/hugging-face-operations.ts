import { z } from 'zod';
import { HfDailyItem, HfPaper, HfRepos, HfSearchItem, huggingFaceId } from './hugging-face-schemas.ts';
import { defineOperation } from './operation.ts';
import { count, Day, Month, Week, words } from './parameters.ts';

const onlyArxiv =
  'Only papers with an arXiv id of the new scheme appear, since clients of this format expect one; ' +
  '`/api/v1/papers` has them all.';
const badParameter = { 400: 'A parameter does not fit; `error` says which and what to send instead.' };

export const dailyPapers = defineOperation({
  id: 'dailyPapers',
  surface: 'hugging-face',
  path: '/api/daily_papers',
  summary: 'Papers of a day, a week or a month',
  description:
    'A period is ordered by votes; without one, the newest announcements come first. `date` is the announcement ' +
    `day in America/New_York. \`sort=trending\` orders by the published score. ${onlyArxiv}`,
  params: z.object({}),
  query: z.object({
    p: count(0, 100_000, 0).describe('Page, from 0.'),
    limit: count(1, 100, 50).describe('Papers a page.'),
    date: Day.optional().describe('One announcement day.'),
    week: Week.optional().describe('One ISO week.'),
    month: Month.optional().describe('One month.'),
    submitter: words(100).optional().describe('User name of whoever brought the papers.'),
    sort: z
      .enum(['publishedAt', 'trending'], { error: 'Give publishedAt or trending.' })
      .default('publishedAt')
      .describe('The order.'),
  }),
  answer: z.array(HfDailyItem),
  example: { limit: '5', sort: 'trending' },
  errors: badParameter,
  paged: true,
});

export const hfSearch = defineOperation({
  id: 'searchPapers',
  surface: 'hugging-face',
  path: '/api/papers/search',
  summary: 'Search, with highlighted titles and abstracts',
  description: `The query language of this site's search works here too. ${onlyArxiv}`,
  params: z.object({}),
  query: z.object({
    q: words(250).describe('What to look for.'),
    limit: count(1, 120, 20).describe('Papers at most.'),
  }),
  answer: z.array(HfSearchItem),
  example: { q: 'contrastive learning', limit: '5' },
  errors: badParameter,
});

export const hfPaper = defineOperation({
  id: 'paper',
  surface: 'hugging-face',
  path: '/api/papers/{arxivId}',
  summary: 'One paper by its arXiv id',
  description: 'Flat, not wrapped. Ids of merged papers lead to the paper that they became part of.',
  params: z.object({
    arxivId: z
      .string()
      .regex(huggingFaceId, 'Give an arXiv id such as 2103.03230, without a version.')
      .describe('arXiv id without version.'),
  }),
  query: z.object({}),
  answer: HfPaper,
  example: { arxivId: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here.' },
});

export const hfRepos = defineOperation({
  id: 'paperRepos',
  surface: 'hugging-face',
  path: '/api/arxiv/{arxivId}/repos',
  summary: 'Models, data sets and demos of a paper on the Hugging Face Hub',
  description: 'As far as the sources told of them.',
  params: hfPaper.params,
  query: z.object({}),
  answer: HfRepos,
  example: { arxivId: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here.' },
});

export const hfPapers = defineOperation({
  id: 'papers',
  surface: 'hugging-face',
  path: '/api/papers',
  summary: 'All papers, newest first',
  description: `Follow the \`Link\` header from page to page. ${onlyArxiv}`,
  params: z.object({}),
  query: z.object({
    cursor: z.string().max(200).optional().describe('Where the last page ended, from its `Link` header.'),
    limit: count(1, 100, 50).describe('Papers a page.'),
  }),
  answer: z.array(HfPaper),
  example: { limit: '5' },
  errors: badParameter,
  paged: true,
});

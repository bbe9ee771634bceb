import { maxQueryLength, mostSeeds } from '@broadsheet/search';
import { z } from 'zod';
import { AuthorRecord, Categories, DayRecord, Days, Status, Venues } from './library-schemas.ts';
import { defineOperation } from './operation.ts';
import { PaperPage, PaperRecord, SearchResult, SimilarPapers, SimilarToMany } from './paper-schemas.ts';
import { count, Day, flag, words } from './parameters.ts';

const badParameter = { 400: 'A parameter does not fit; `errors` names each and what to send instead.' };
const noPaper = { 404: 'There is no such paper here.' };
const none = z.object({});
const key = z
  .string()
  .min(1)
  .max(500)
  .describe('Our key, an arXiv id of either scheme, a DOI, or an id of another known scheme.');
const category = z.string().min(1).max(100).optional().describe('A category code, such as cs.LG.');

const by = z
  .enum(['both', 'words'], { error: 'Give both or words.' })
  .default('both')
  .describe('`words` leaves meaning out; where this site has no encoder, words are all that is searched.');
const narrowing = {
  limit: count(1, 50, 10).describe('Papers at most.'),
  category,
  after: Day.optional().describe('Only papers published on this day or later.'),
  before: Day.optional().describe('Only papers published before this day.'),
  sort: z
    .enum(['relevance', 'date', 'votes'], { error: 'Give relevance, date or votes.' })
    .default('relevance')
    .describe('The order; by date and votes that of the 200 most similar.'),
  by,
};

export const days = defineOperation({
  id: 'v1Days',
  surface: 'v1',
  path: '/api/v1/days',
  summary: 'Announcement days with their counts',
  description: 'Every day of a range of at most 400 days, newest first. Without a range: the last 31 days.',
  params: none,
  query: z.object({ from: Day.optional().describe('First day.'), to: Day.optional().describe('Last day.') }),
  answer: Days,
  example: {},
  errors: badParameter,
});

export const day = defineOperation({
  id: 'v1Day',
  surface: 'v1',
  path: '/api/v1/days/{day}',
  summary: 'One announcement day',
  description:
    'Whether it is complete or late, when it is due, why nothing is announced on it, and its neighbours.',
  params: z.object({ day: Day.describe('The day.') }),
  query: none,
  answer: DayRecord,
  example: { day: '2026-03-13' },
  errors: badParameter,
});

export const papers = defineOperation({
  id: 'v1Papers',
  surface: 'v1',
  path: '/api/v1/papers',
  summary: 'Papers by any selection',
  description: 'All conditions must hold. Follow the `Link` header, or `offset`, from page to page.',
  params: none,
  query: z.object({
    from: Day.optional().describe('Announced on this day or later.'),
    to: Day.optional().describe('Announced on this day or earlier.'),
    category,
    venue: words(500).optional().describe('A venue, spelt as /api/v1/venues has it.'),
    author: words(300).optional().describe('A name, or its key.'),
    list: words(100).optional().describe("A list's slug, from /api/v1/status."),
    featured: flag(false).describe('Only papers that the editors put forward.'),
    order: z
      .enum(['newest', 'trending', 'votes', 'position'], {
        error: 'Give newest, trending, votes or position.',
      })
      .default('newest')
      .describe('`position` is the order of a list.'),
    limit: count(1, 200, 50).describe('Papers a page.'),
    offset: count(0, 1_000_000, 0).describe('Papers to skip.'),
  }),
  answer: PaperPage,
  example: { order: 'trending', limit: '5' },
  errors: badParameter,
  paged: true,
});

export const paper = defineOperation({
  id: 'v1Paper',
  surface: 'v1',
  path: '/api/v1/papers/{key}',
  summary: 'The whole record of a paper',
  description: 'With its versions and what changed, who said each field, and where sources disagree.',
  params: z.object({ key }),
  query: none,
  answer: PaperRecord,
  example: { key: '2103.03230' },
  errors: noPaper,
});

export const similar = defineOperation({
  id: 'v1SimilarPapers',
  surface: 'v1',
  path: '/api/v1/papers/{key}/similar',
  summary: 'Papers like this one',
  description: 'Best first, each with what it has in common with the paper asked about.',
  params: z.object({ key }),
  query: z.object(narrowing),
  answer: SimilarPapers,
  example: { key: '2103.03230', limit: '5' },
  errors: { ...badParameter, ...noPaper },
});

export const similarToMany = defineOperation({
  id: 'v1SimilarToMany',
  surface: 'v1',
  path: '/api/v1/similar',
  summary: 'Papers like several others',
  description:
    'Near to what the papers have in common, or to any of them, so that several themes stay apart. Names that are not ' +
    'understood or not here are listed in `unread`, and the rest counts.',
  params: none,
  query: z.object({
    of: words(maxQueryLength).describe(
      `arXiv ids, DOIs, keys or addresses of papers, with commas or spaces between them, ${mostSeeds} at most.`,
    ),
    ...narrowing,
  }),
  answer: SimilarToMany,
  example: { of: '2103.03230,2105.04906', limit: '5' },
  errors: { ...badParameter, 404: 'None of the papers is here.' },
});

export const cite = defineOperation({
  id: 'v1CitePaper',
  surface: 'v1',
  path: '/api/v1/papers/{key}/cite',
  summary: 'A citation of a paper',
  description: 'BibTeX, RIS or CSL-JSON, as reference managers read them.',
  params: z.object({ key }),
  query: z.object({
    format: z
      .enum(['bibtex', 'ris', 'csl-json'], { error: 'Give bibtex, ris or csl-json.' })
      .default('bibtex')
      .describe('The format.'),
  }),
  answer: z.string(),
  mediaTypes: [
    'application/x-bibtex',
    'application/x-research-info-systems',
    'application/vnd.citationstyles.csl+json',
  ],
  example: { key: '2103.03230', format: 'bibtex' },
  errors: { ...badParameter, ...noPaper },
});

export const search = defineOperation({
  id: 'v1Search',
  surface: 'v1',
  path: '/api/v1/search',
  summary: 'Search with facets, corrections and reasons',
  description:
    'Operators `author: cat: venue: year: after: before: id:`, "phrases", `-not` and `OR`. A query that does not ' +
    'parse is still searched; `ignored` names what was left out. `compact=1` gives short hits. By relevance, papers that ' +
    'hold none of the words but are near in meaning are among the hits; `why` tells each rank.',
  params: none,
  query: z.object({
    q: words(maxQueryLength).describe('What to look for: words, operators, or a whole abstract.'),
    sort: z
      .enum(['relevance', 'date', 'votes'], { error: 'Give relevance, date or votes.' })
      .default('relevance')
      .describe('The order.'),
    limit: count(1, 120, 20).describe('Hits a page.'),
    offset: count(0, 10_000, 0).describe('Hits to skip.'),
    by,
    facets: flag(true).describe('Count hits by year, category and venue.'),
    compact: flag(false).describe('Short hits without facets.'),
  }),
  answer: SearchResult,
  example: { q: 'contrastive learning after:2020', limit: '5', compact: '1' },
  errors: badParameter,
  paged: true,
});

export const categories = defineOperation({
  id: 'v1Categories',
  surface: 'v1',
  path: '/api/v1/categories',
  summary: 'Categories that have papers',
  description: 'By code, with their names in words.',
  params: none,
  query: none,
  answer: Categories,
  example: {},
  errors: {},
});

export const venues = defineOperation({
  id: 'v1Venues',
  surface: 'v1',
  path: '/api/v1/venues',
  summary: 'Venues that have papers',
  description: 'Those with most papers first.',
  params: none,
  query: none,
  answer: Venues,
  example: {},
  errors: {},
});

export const author = defineOperation({
  id: 'v1Author',
  surface: 'v1',
  path: '/api/v1/authors/{key}',
  summary: 'An author',
  description: 'People who share a name share an entry until an ORCID tells them apart.',
  params: z.object({ key: words(300).describe('The name, or its key such as geoffrey-hinton.') }),
  query: none,
  answer: AuthorRecord,
  example: { key: 'yann-lecun' },
  errors: { 404: 'No paper here has an author of that name.' },
});

export const status = defineOperation({
  id: 'v1Status',
  surface: 'v1',
  path: '/api/v1/status',
  summary: 'What this installation holds',
  description: 'Counts, lists, the newest day, and what its store can do.',
  params: none,
  query: none,
  answer: Status,
  example: {},
  errors: {},
});

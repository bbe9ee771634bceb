import { Author, datePrecisions, Link, Reviews, Version } from '@broadsheet/papers';
import { z } from 'zod';

/** Papers as `/api/v1` tells them. What is not known is null, so that a reader sees that it was asked. */

const instant = z.iso.datetime().nullable();
const day = z.iso.date();

const TrendingTerms = z
  .object({
    formula: z.number().int().describe('Version of the formula.'),
    attention: z
      .number()
      .describe('What its attention would be worth if all had come with the announcement.'),
    momentum: z.number().optional().describe('What is added because part of it came later.'),
    votes: z.number(),
    discounted: z
      .number()
      .optional()
      .describe('Votes that an editor discounted as part of a burst: they count nothing in this score.'),
    comments: z.number().describe('Those that count: no more than there are votes.'),
    newStars: z.number().optional().describe('Stars that its code gained since its first count.'),
    laterVotes: z.number().optional().describe('Votes that came after the first count.'),
    field: z.string().nullable(),
    fieldFactor: z.number(),
    time: z.number(),
    reference: z.string().nullable().describe('The instant of its announcement.'),
    score: z.number(),
  })
  .meta({
    id: 'TrendingTerms',
    description: 'The terms of the trending score; /about/ranking explains them.',
  });

export const Paper = z
  .object({
    key: z.string().describe('Its name here: the arXiv id, else `p` and a number.'),
    url: z.url().describe('Its page.'),
    arxivId: z.string().nullable(),
    doi: z.string().nullable(),
    title: z.string(),
    abstract: z.string(),
    authors: z.array(Author),
    categories: z.array(z.string()).describe('The first is the primary one.'),
    venue: z.string().nullable(),
    year: z.number().int().nullable(),
    published: z
      .string()
      .nullable()
      .describe(`As much of the date as is known (${datePrecisions.join(', ')}).`),
    publishedAt: instant,
    updatedAt: instant,
    announcedOn: day.nullable().describe('Announcement day in America/New_York.'),
    summary: z.string().nullable(),
    keywords: z.array(z.string()),
    links: z.array(Link),
    withdrawn: z.boolean(),
    citations: z
      .number()
      .int()
      .nullable()
      .describe(
        'How many papers cite it, as far as a source counts; a record’s `provenance` names that source.',
      ),
    featured: z.boolean().describe('Put forward by the editors of this site.'),
    votes: z.number().int(),
    comments: z.number().int(),
    trending: z.number(),
    trendingTerms: TrendingTerms.nullable(),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'Paper' });

const Provenance = z
  .object({ source: z.string(), key: z.string(), statedAt: instant, receivedAt: z.iso.datetime() })
  .meta({ id: 'Provenance', description: 'Which source said so, under which name, and when.' });

const Told = z.object({ value: z.unknown(), by: Provenance });

export const PaperRecord = Paper.extend({
  identities: z.array(z.object({ scheme: z.string(), value: z.string() })),
  versions: z.array(Version),
  versionChanges: z.array(
    z.object({
      from: z.number().int(),
      to: z.number().int(),
      field: z.string(),
      runs: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
    }),
  ),
  license: z.string().nullable(),
  comment: z.string().nullable(),
  journalRef: z.string().nullable(),
  reviews: z
    .object({
      decision: Reviews.shape.decision.describe('As the venue words it.'),
      count: z.number().int().describe('Reviews with a rating.'),
      rating: Reviews.shape.rating.describe('Mean rating, on the venue’s own scale.'),
      confidence: Reviews.shape.confidence.describe(
        'Mean confidence of the reviewers, on the venue’s own scale.',
      ),
    })
    .nullable()
    .describe('What its public reviews came to.'),
  provenance: z.record(z.string(), Provenance).describe('Per field, whose word was taken.'),
  conflicts: z
    .array(z.object({ field: z.string(), chosen: Told, others: z.array(Told) }))
    .describe('Fields on which sources disagree, with every value.'),
  popularity: z.array(
    z.object({ source: z.string(), day, upvotes: z.number().int(), comments: z.number().int() }),
  ),
  lists: z.array(z.object({ slug: z.string(), title: z.string(), position: z.number().int() })),
}).meta({ id: 'PaperRecord' });

export const PaperPage = z
  .object({
    items: z.array(Paper),
    total: z.number().int(),
    hidden: z
      .number()
      .int()
      .describe('How many more there would be, were it not for your mute rules; 0 without a token.'),
    limit: z.number().int(),
    offset: z.number().int(),
  })
  .meta({ id: 'PaperPage' });

const SimilarItem = z
  .object({
    paper: Paper,
    score: z.number(),
    why: z.array(z.string()).describe('Telling words that it shares.'),
    near: z
      .object({ title: z.string(), cosine: z.number() })
      .nullable()
      .describe(
        'The paper asked about that it is nearest to in meaning; null where meaning was not searched.',
      ),
  })
  .meta({ id: 'SimilarItem' });

export const SimilarPapers = z.object({ items: z.array(SimilarItem) }).meta({ id: 'SimilarPapers' });

export const SimilarToMany = z
  .object({
    seeds: z.array(z.string()).describe('Keys of the papers that were started from.'),
    unread: z
      .array(z.object({ text: z.string(), reason: z.string() }))
      .describe('What was not understood or is not here, each with the reason.'),
    cut: z.boolean().describe('Whether more was given than is read.'),
    items: z.array(SimilarItem),
  })
  .meta({ id: 'SimilarToMany' });

const Span = z.object({ type: z.enum(['text', 'highlight']), text: z.string() }).meta({ id: 'Span' });
const Facet = z
  .object({ value: z.string(), label: z.string(), count: z.number().int() })
  .meta({ id: 'Facet' });

const HitReason = z
  .object({
    words: z.number().int().nullable().describe('Its rank by words, from 1 on.'),
    meaning: z.number().int().nullable().describe('Its rank by meaning, from 1 on.'),
    cosine: z.number().nullable().describe('How near it is to the query in meaning, 0 to 1.'),
    phrase: z
      .object({
        field: z.enum(['title', 'abstract']),
        start: z.number().int(),
        end: z.number().int(),
        text: z.string(),
        cosine: z.number(),
      })
      .nullable()
      .describe('The sentence nearest to the query, of the first hits.'),
  })
  .meta({ id: 'HitReason', description: 'How words and meaning found a paper.' });

const FullHit = z
  .object({
    paper: Paper,
    score: z.number(),
    title: z.array(Span),
    passage: z.array(Span),
    matched: z.array(z.string()),
    why: HitReason.nullable().describe('null where only words were searched.'),
  })
  .meta({ id: 'Hit' });

const CompactHit = z
  .object({
    key: z.string(),
    title: z.string(),
    authors: z.string().describe('The first author, and "et al." where there are more.'),
    published: z.string().nullable(),
    votes: z.number().int(),
    passage: z.string().describe('What of the abstract matches best.'),
  })
  .meta({
    id: 'CompactHit',
    description: 'About a tenth of a full hit: for programs that pay by the token.',
  });

export const SearchResult = z
  .object({
    query: z.string(),
    direct: z
      .object({ key: z.string() })
      .nullable()
      .describe('The paper that a pasted id, DOI or address names.'),
    hits: z.array(z.union([FullHit, CompactHit])).describe('Compact hits with `compact=1`.'),
    total: z.number().int(),
    totalIsExact: z.boolean(),
    near: z
      .number()
      .int()
      .nullable()
      .describe('How many of `total` hold none of the words and are near in meaning; null by words alone.'),
    sort: z.enum(['relevance', 'date', 'votes']),
    limit: z.number().int(),
    offset: z.number().int(),
    facets: z.object({ year: z.array(Facet), category: z.array(Facet), venue: z.array(Facet) }).nullable(),
    hidden: z
      .number()
      .int()
      .describe('How many that match by words your mute rules hide; 0 without a token.'),
    corrected: z.string().nullable(),
    usedCorrection: z.boolean(),
    ignored: z
      .array(z.object({ text: z.string(), reason: z.string() }))
      .describe('Parts of the query that were not understood; the rest was searched.'),
  })
  .meta({ id: 'SearchResult' });

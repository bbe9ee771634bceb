import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import type { Author, Link, Reviews, SourceRecord, Version } from '../record/source-record.ts';
import type { TrendingTerms } from '../ranking/trending.ts';

/**
 * The tables. A paper is the fold of its records: `records` keeps what every source said, `papers` holds the
 * result by the documented precedence (ingest/precedence.ts) and can be rebuilt from them at any time.
 *
 * Indexes that need an extension (BM25, vectors) are made in store/capabilities.ts, since a server may lack them.
 */

export const papers = pgTable(
  'papers',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    title: text().notNull(),
    abstract: text().notNull().default(''),
    authors: jsonb().$type<Author[]>().notNull().default([]),
    /** The authors' names in one line. */
    authorNames: text('author_names').notNull().default(''),
    /** What the lexical index reads: `analysePaper` of title, authors and abstract. */
    terms: text().notNull().default(''),
    /** First is primary. */
    categories: text().array().notNull().default([]),
    primaryCategory: text('primary_category'),
    venue: text(),
    year: smallint(),
    /** First day of the month or year where no more is known; see `publishedPrecision`. */
    publishedOn: date('published_on', { mode: 'string' }),
    publishedAt: instant('published_at'),
    publishedPrecision: text('published_precision'),
    updatedAt: instant('updated_at'),
    /** Announcement day in America/New_York; null where only a month or a year is known. */
    announcedOn: date('announced_on', { mode: 'string' }),
    versions: jsonb().$type<Version[]>().notNull().default([]),
    license: text(),
    comment: text(),
    journalRef: text('journal_ref'),
    keywords: text().array().notNull().default([]),
    summary: text(),
    links: jsonb().$type<Link[]>().notNull().default([]),
    withdrawn: boolean().notNull().default(false),
    /** Set by editors; such a paper is in no list, search, feed, answer or mail. */
    hidden: boolean().notNull().default(false),
    citations: integer(),
    reviews: jsonb().$type<Reviews>(),
    /** Which record each field came from: `{ title: recordId, … }`. */
    provenance: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** Strict key for merging: folded title, first author's family name, year; null where one is missing. */
    mergeKey: text('merge_key'),
    /** Folded title, for confirming a remembered identity. */
    titleKey: text('title_key').notNull().default(''),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    index('papers_announced').on(t.announcedOn.desc(), t.id),
    index('papers_published').on(t.publishedOn.desc(), t.id),
    index('papers_categories').using('gin', t.categories),
    index('papers_venue').on(t.venue, t.publishedOn.desc()),
    index('papers_merge_key').on(t.mergeKey),
    index('papers_changed').on(t.changedAt.desc()),
    index('papers_hidden')
      .on(t.id)
      .where(sql`hidden`),
  ],
);

/**
 * What changes often about a paper: its counts and its place in the trending order. Apart from `papers`, because an
 * update there would write every one of its indexes again, the lexical one included. Exactly one row a paper.
 */
export const standings = pgTable(
  'standings',
  {
    paperId: id('paper_id')
      .primaryKey()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** Derived: newest imported count plus the sum of vote events. */
    votes: integer().notNull().default(0),
    comments: integer().notNull().default(0),
    trending: doublePrecision().notNull().default(0),
    trendingTerms: jsonb('trending_terms').$type<TrendingTerms>(),
  },
  (t) => [
    index('standings_trending').on(t.trending.desc(), t.paperId),
    index('standings_votes').on(t.votes.desc(), t.paperId),
  ],
);

/** Names of papers in the outside world. An unconfirmed one is remembered, not shown. */
export const identities = pgTable(
  'identities',
  {
    scheme: text().notNull(),
    value: text().notNull(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    confirmed: boolean().notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.scheme, t.value] }), index('identities_paper').on(t.paperId)],
);

/** Old internal ids of papers that were merged into another, so that no link ever breaks. */
export const mergedPapers = pgTable('merged_papers', {
  oldId: id('old_id').primaryKey(),
  paperId: id('paper_id')
    .notNull()
    .references(() => papers.id, { onDelete: 'cascade' }),
});

/** Which papers an author's name stands on: for author pages. `nameKey` is `authorKey(name)`. */
export const authorships = pgTable(
  'authorships',
  {
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    position: smallint().notNull(),
    nameKey: text('name_key').notNull(),
    orcid: text(),
  },
  (t) => [
    primaryKey({ columns: [t.paperId, t.position] }),
    index('authorships_name').on(t.nameKey),
    index('authorships_orcid')
      .on(t.orcid)
      .where(sql`${t.orcid} is not null`),
  ],
);

/** One run of ingest: a file, a harvest, the sample. */
export const batches = pgTable('batches', {
  id: id().primaryKey().generatedAlwaysAsIdentity(),
  /** `first-edition`, `sample`, `import` or `gather`. */
  kind: text().notNull(),
  /** File name or source, as the operator gave it. */
  origin: text().notNull(),
  startedAt: instant('started_at').notNull().defaultNow(),
  finishedAt: instant('finished_at'),
  accepted: integer().notNull().default(0),
  rejected: integer().notNull().default(0),
});

/** What each source said, as it was understood. One row per source, key and version of the paper. */
export const records = pgTable(
  'records',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    batchId: id('batch_id')
      .notNull()
      .references(() => batches.id),
    source: text().notNull(),
    key: text().notNull(),
    version: integer().notNull().default(0),
    statedAt: instant('stated_at'),
    receivedAt: instant('received_at').notNull().defaultNow(),
    /** Hash of the content: an unchanged record costs no write. */
    digest: text().notNull(),
    content: jsonb().$type<SourceRecord>().notNull(),
  },
  (t) => [
    uniqueIndex('records_source_key').on(t.source, t.key, t.version),
    index('records_paper').on(t.paperId),
    index('records_batch').on(t.batchId),
  ],
);

export const rejects = pgTable(
  'rejects',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    batchId: id('batch_id')
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    source: text().notNull(),
    position: text().notNull(),
    field: text(),
    reason: text().notNull(),
    excerpt: text().notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('rejects_once').on(t.batchId, t.source, t.position)],
);

/** Popularity by other services' counts, a row a day. */
export const popularity = pgTable(
  'popularity',
  {
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    source: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    upvotes: integer().notNull(),
    comments: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.source, t.day] })],
);

/** Votes cast here: append-only; a withdrawn vote is a second event of -1. Counts are derived. */
export const voteEvents = pgTable(
  'vote_events',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** Account id, or a keyed hash for an anonymous voter. */
    voter: text().notNull(),
    delta: smallint().notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('vote_events_paper').on(t.paperId), index('vote_events_voter').on(t.voter, t.paperId)],
);

/** How busy each field is: the denominator of field-fair trending. Rebuilt by `refreshFieldActivity`. */
export const fieldActivity = pgTable('field_activity', {
  field: text().primaryKey(),
  papers: integer().notNull(),
  votes: integer().notNull(),
});

/** Named, ordered lists of papers: the first edition is one. */
export const lists = pgTable('lists', {
  slug: text().primaryKey(),
  title: text().notNull(),
  about: text().notNull().default(''),
});

export const listItems = pgTable(
  'list_items',
  {
    list: text()
      .notNull()
      .references(() => lists.slug, { onDelete: 'cascade' }),
    position: integer().notNull(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.list, t.position] }), index('list_items_paper').on(t.paperId)],
);

/** Small facts about this installation: which editions are loaded, which formula scored the papers. */
export const facts = pgTable('facts', {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
});

/** Announcement days of which a source has said that it holds everything. */
export const completeDays = pgTable(
  'complete_days',
  {
    day: date({ mode: 'string' }).notNull(),
    source: text().notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.day, t.source] })],
);

/** Which source was asked about which paper, so that it is left alone for a while. */
export const askings = pgTable(
  'askings',
  {
    source: text().notNull(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    askedAt: instant('asked_at').notNull(),
    /** Whether the source knew it. */
    known: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.paperId] }), index('askings_paper').on(t.paperId)],
);

/** How gathering stands, a row a source. Instants are null until they have been. */
export const sourceStates = pgTable('source_states', {
  name: text().primaryKey(),
  /** What the source keeps between runs; only it can read it. */
  cursor: jsonb().$type<unknown>(),
  nextRunAt: instant('next_run_at'),
  startedAt: instant('started_at'),
  /** End of the last run, however it ended. */
  endedAt: instant('ended_at'),
  /** End of the last run that came to its end. */
  succeededAt: instant('succeeded_at'),
  /** Who runs it now, and until when that is believed without a sign of life. */
  heldBy: text('held_by'),
  heldUntil: instant('held_until'),
  /** How far the run is: what it counts in, done, total. */
  progress: jsonb().$type<unknown>(),
  /** Failed runs since the last that succeeded. */
  failures: integer().notNull().default(0),
  error: text(),
  hint: text(),
  runs: integer().notNull().default(0),
  records: bigint({ mode: 'number' }).notNull().default(0),
  created: bigint({ mode: 'number' }).notNull().default(0),
  rejected: bigint({ mode: 'number' }).notNull().default(0),
});

/** Whose turn it is to ask a service: see packages/sources, http/turns.ts. A row a service. */
export const requestTurns = pgTable('request_turns', {
  scope: text().primaryKey(),
  nextAt: instant('next_at').notNull(),
  heldBy: text('held_by'),
  heldUntil: instant('held_until'),
  day: date({ mode: 'string' }).notNull(),
  used: integer().notNull(),
  failures: integer().notNull().default(0),
  restsUntil: instant('rests_until'),
});

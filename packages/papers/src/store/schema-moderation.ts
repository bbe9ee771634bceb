import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { members } from './schema-people.ts';
import { papers, voteEvents } from './schema.ts';

/**
 * What editors decide about, and what they decided, for packages/people (votes, moderation). Whether a paper is hidden is a column of
 * `papers`, because every list asks for it.
 */

const paper = () =>
  id('paper_id')
    .notNull()
    .references(() => papers.id, { onDelete: 'cascade' });
/** An editor, whose traces stay without a name when the account is deleted. */
const member = (name: string) => text(name).references(() => members.id, { onDelete: 'set null' });

/**
 * Which network a vote came from, for some days: a hash with a key of that day, which is thrown away at its end. After that nobody can
 * tell an address from it.
 */
export const voteTraces = pgTable(
  'vote_traces',
  {
    eventId: id('event_id')
      .primaryKey()
      .references(() => voteEvents.id, { onDelete: 'cascade' }),
    network: text().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('vote_traces_at').on(t.at)],
);

/** Votes that came closer together than chance makes likely: what the audit found, and what an editor said to it. */
export const voteBursts = pgTable(
  'vote_bursts',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: paper(),
    /** Instants of its first and its last vote. */
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** The figures as they were found: `BurstFigures` of packages/people. */
    figures: jsonb().$type<unknown>().notNull(),
    foundAt: instant('found_at').notNull(),
    /** `open`, `discounted` (its votes do not count in the trending score) or `genuine`. */
    state: text().notNull().default('open'),
    decidedAt: instant('decided_at'),
    decidedBy: member('decided_by'),
  },
  (t) => [index('vote_bursts_paper').on(t.paperId), index('vote_bursts_state').on(t.state, t.foundAt)],
);

/** What members told the editors about. */
export const reports = pgTable(
  'reports',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    /** `paper`, `comment` or `member`. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    reason: text().notNull(),
    note: text().notNull().default(''),
    reporterId: member('reporter_id'),
    reportedAt: instant('reported_at').notNull(),
    answeredAt: instant('answered_at'),
    answeredBy: member('answered_by'),
    /** What was done: an `Answer` of packages/people. */
    answer: text(),
    answerNote: text('answer_note'),
  },
  (t) => [
    // Somebody's second report of the same thing is the first one again.
    uniqueIndex('reports_once').on(t.reporterId, t.subjectKind, t.subjectId),
    index('reports_subject').on(t.subjectKind, t.subjectId),
    index('reports_waiting').on(t.answeredAt, t.reportedAt),
  ],
);

/** Who did what to what, when and why. Rows are added, and never changed but for the names of deleted accounts. */
export const moderationLog = pgTable(
  'moderation_log',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull(),
    actorId: member('actor_id'),
    action: text().notNull(),
    /** `paper`, `comment`, `member` or `burst`. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** Whom it concerns: the reporter's or the author's account, where there is one. */
    concernsId: member('concerns_id'),
    reason: text().notNull(),
    /** What it takes to understand the line later, e.g. the title of a paper. */
    detail: jsonb().$type<Record<string, string>>().notNull().default({}),
  },
  (t) => [
    index('moderation_log_at').on(t.at),
    index('moderation_log_subject').on(t.subjectKind, t.subjectId),
    index('moderation_log_concerns').on(t.concernsId),
  ],
);

/** Papers that editors put forward, the newest choice first. */
export const featuredPapers = pgTable(
  'featured_papers',
  {
    paperId: id('paper_id')
      .primaryKey()
      .references(() => papers.id, { onDelete: 'cascade' }),
    featuredAt: instant('featured_at').notNull(),
    featuredBy: member('featured_by'),
    note: text().notNull().default(''),
  },
  (t) => [index('featured_papers_at').on(t.featuredAt)],
);

/** Papers under which nothing more is to be written. */
export const lockedTalks = pgTable('locked_talks', {
  paperId: id('paper_id')
    .primaryKey()
    .references(() => papers.id, { onDelete: 'cascade' }),
  lockedAt: instant('locked_at').notNull(),
  lockedBy: member('locked_by'),
});

/** Two papers that an editor took apart: ingest does not join them again. The smaller id stands first. */
export const papersApart = pgTable(
  'papers_apart',
  {
    paperId: paper(),
    otherId: id('other_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.otherId] }), index('papers_apart_other').on(t.otherId)],
);

/** To which paper a source's records belong after its paper was taken apart, also those that come later. */
export const recordPins = pgTable(
  'record_pins',
  {
    source: text().notNull(),
    key: text().notNull(),
    paperId: paper(),
  },
  (t) => [primaryKey({ columns: [t.source, t.key] }), index('record_pins_paper').on(t.paperId)],
);

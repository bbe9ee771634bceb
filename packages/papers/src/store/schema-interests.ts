import {
  date,
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
import { members } from './schema-people.ts';
import { papers } from './schema.ts';

/** What readers are interested in, and what their feeds have shown them, for packages/people. */

const ofMember = () =>
  text('member_id')
    .notNull()
    .references(() => members.id, { onDelete: 'cascade' });

/** One of a reader's interests. */
export const interests = pgTable(
  'interests',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: ofMember(),
    name: text().notNull(),
    /** How much it counts beside the others, 0 (rests) to 100. */
    weight: smallint().notNull().default(50),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('interests_name').on(t.memberId, t.name)],
);

/** What an interest is learnt from: what it began with, and what the reader said later. */
export const interestExamples = pgTable(
  'interest_examples',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    interestId: id('interest_id')
      .notNull()
      .references(() => interests.id, { onDelete: 'cascade' }),
    /** `more` or `less` like this. */
    verdict: text().notNull(),
    /** `seed` or `feedback`. */
    origin: text().notNull(),
    /** A paper of the store; */
    paperId: id('paper_id').references(() => papers.id, { onDelete: 'cascade' }),
    /** or all papers of an author, by `authorKey`; */
    authorKey: text('author_key'),
    /** or else a text: what it is called, or the author's name; */
    title: text().notNull().default(''),
    /** and what it says. */
    abstract: text().notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('interest_examples_paper').on(t.interestId, t.paperId),
    uniqueIndex('interest_examples_author').on(t.interestId, t.authorKey),
    index('interest_examples_of_paper').on(t.paperId),
  ],
);

/** How a reader wants the feed mixed. No row: as it is by default. */
export const feedSettings = pgTable('feed_settings', {
  memberId: text('member_id')
    .primaryKey()
    .references(() => members.id, { onDelete: 'cascade' }),
  /** A `FeedSettings`. */
  settings: jsonb().$type<unknown>().notNull(),
});

/** What a reader's feed has shown: each paper once, whatever the day. */
export const feedPlaces = pgTable(
  'feed_places',
  {
    memberId: ofMember(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** The day of the feed that it is in (America/New_York), and its place there, from 1. */
    day: date({ mode: 'string' }).notNull(),
    position: integer().notNull(),
    /** For which interest; null where it is there for none, or that is gone. */
    interestId: id('interest_id').references(() => interests.id, { onDelete: 'set null' }),
    /** Why, in numbers: a `PlaceReason`. */
    reason: jsonb().$type<unknown>().notNull(),
    /** What the reader said of it: `more`, `less`, or nothing yet. */
    answer: text(),
  },
  (t) => [
    primaryKey({ columns: [t.memberId, t.paperId] }),
    index('feed_places_day').on(t.memberId, t.day, t.position),
    index('feed_places_paper').on(t.paperId),
    index('feed_places_interest').on(t.interestId),
  ],
);

import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { members } from './schema-people.ts';
import { papers } from './schema.ts';

/** Whom and what readers follow, how far they have read, and the private addresses of what is theirs, for packages/people. */

const ofMember = () =>
  text('member_id')
    .notNull()
    .references(() => members.id, { onDelete: 'cascade' });

/** What a member follows. */
export const follows = pgTable(
  'follows',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: ofMember(),
    /** `author`, `venue`, `category`, `search` or `member`. */
    kind: text().notNull(),
    /** In the canonical form of its kind; of a member the id. */
    value: text().notNull(),
    /** As people call it. */
    label: text().notNull(),
    /** Of an author who shares a name: which of them is meant, an `AuthorIdentity`. */
    identity: jsonb().$type<unknown>(),
    /** Of a member: who. */
    followedId: text('followed_id').references(() => members.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('follows_once').on(t.memberId, t.kind, t.value),
    index('follows_followed').on(t.followedId),
  ],
);

/** What a member has chosen about reading. No row: everything as it is by default. */
export const readingSettings = pgTable('reading_settings', {
  memberId: text('member_id')
    .primaryKey()
    .references(() => members.id, { onDelete: 'cascade' }),
  /** Whether others may follow what this member votes for. */
  sharesVotes: boolean('shares_votes').notNull().default(false),
  /** Papers that a catch-up shows at most. */
  catchUpBudget: integer('catch_up_budget').notNull().default(30),
  /** Days that a catch-up looks back over, whatever was read; null where it goes on from the marker. */
  catchUpDays: integer('catch_up_days'),
});

/** How far a member has caught up with a view. */
export const catchUpMarkers = pgTable(
  'catch_up_markers',
  {
    memberId: ofMember(),
    /** `everything` or `following`. */
    view: text().notNull(),
    /** When they said so: what came to the store later is new. */
    at: instant('at').notNull(),
    /** The newest announcement day (America/New_York) that they had seen. */
    coveredTo: date('covered_to', { mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.view] })],
);

/** Papers that a catch-up has shown to a member, so that it does not show them again. */
export const catchUpShown = pgTable(
  'catch_up_shown',
  {
    memberId: ofMember(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.paperId] }), index('catch_up_shown_paper').on(t.paperId)],
);

/** Addresses at which whoever has one reads a member's own view. Of the secret only its hash is kept. */
export const privateAddresses = pgTable(
  'private_addresses',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: ofMember(),
    /** Path and query of the view, as the member reads it: `/following`, `/search?q=…`. */
    view: text().notNull(),
    label: text().notNull(),
    /** SHA-256 of the secret, in hexadecimal digits. */
    secretHash: text('secret_hash').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('private_addresses_secret').on(t.secretHash),
    index('private_addresses_member').on(t.memberId),
  ],
);

import { foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { members } from './schema-people.ts';
import { papers } from './schema.ts';

/**
 * Readers' own libraries, for packages/people: the papers that somebody keeps, with their words on them. They lie here because
 * there is one database with one set of migrations.
 */

/** A paper in somebody's library. */
export const libraryEntries = pgTable(
  'library_entries',
  {
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** `to-read`, `reading`, `later` or `read`. */
    state: text().notNull().default('to-read'),
    tags: text().array().notNull().default([]),
    /** Markdown; hostile until rendered. */
    note: text().notNull().default(''),
    /** What a search of the library reads: `analyse` of note and tags. */
    terms: text().notNull().default(''),
    savedAt: instant('saved_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** When it was first said to be read; null while it was not. */
    readAt: instant('read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.memberId, t.paperId] }),
    index('library_entries_paper').on(t.paperId),
    index('library_entries_saved').on(t.memberId, t.savedAt.desc()),
  ],
);

/** A library elsewhere that a reader's library is kept up with, one way. */
export const libraryConnections = pgTable(
  'library_connections',
  {
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** `zotero`. */
    service: text().notNull(),
    /** The account there, as the service numbers it. */
    account: text().notNull(),
    /** Its name there, for people. */
    accountName: text('account_name').notNull(),
    /** What the service wants to be shown; sent to it as it is, and shown nowhere. */
    key: text().notNull(),
    /** The library's version there after the last run; 0 before the first. */
    version: integer().notNull().default(0),
    syncedAt: instant('synced_at'),
    /** The service asked to be left alone until then. */
    restsUntil: instant('rests_until'),
    /** What went wrong the last time, for people. */
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.service] })],
);

/** Which of the library's papers came from which item of a connection, so that what changes there is found again here. */
export const libraryItems = pgTable(
  'library_items',
  {
    memberId: text('member_id').notNull(),
    service: text().notNull(),
    item: text().notNull(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** The tags that the item had, so that one taken off there is taken off here, and the reader's own stay. */
    tags: text().array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.memberId, t.service, t.item] }),
    index('library_items_paper').on(t.paperId),
    foreignKey({
      name: 'library_items_connection',
      columns: [t.memberId, t.service],
      foreignColumns: [libraryConnections.memberId, libraryConnections.service],
    }).onDelete('cascade'),
  ],
);

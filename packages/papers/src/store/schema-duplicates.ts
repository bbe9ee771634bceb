import { bigint, index, pgTable, primaryKey, real, timestamp } from 'drizzle-orm/pg-core';
import { papers } from './schema.ts';

/** Pairs of papers that may be the same one under two ids: suggested, for somebody to decide. A merged pair is gone by itself. */
export const duplicateSuggestions = pgTable(
  'duplicate_suggestions',
  {
    /** The earlier of the two. */
    paperId: bigint('paper_id', { mode: 'number' })
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    otherId: bigint('other_id', { mode: 'number' })
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** Of their vectors. */
    cosine: real().notNull(),
    /** Share of words that their titles have in common, 0 to 1. */
    titles: real().notNull(),
    foundAt: timestamp('found_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    /** Set where somebody said that they are two papers: not to be suggested again. */
    dismissedAt: timestamp('dismissed_at', { withTimezone: true, mode: 'date' }),
  },
  (t) => [
    primaryKey({ columns: [t.paperId, t.otherId] }),
    index('duplicate_suggestions_other').on(t.otherId),
  ],
);

import { boolean, date, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { members } from './schema-people.ts';
import { papers } from './schema.ts';

/** What readers do not want to see, for packages/people. */

/**
 * A text that rules look for in papers, once for all readers who look for it, and how far the papers have been read for it. It
 * follows from the rules and the papers, and can be made again at any time.
 */
export const rulePatterns = pgTable(
  'rule_patterns',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    /** `word`, `phrase`, `expression` or `organisation`. */
    kind: text().notNull(),
    value: text().notNull(),
    /** Papers that changed until then have been read; null before the first. */
    readTo: instant('read_to'),
    /** The last paper of that instant that has been read. */
    readId: id('read_id').notNull().default(0),
  },
  (t) => [uniqueIndex('rule_patterns_once').on(t.kind, t.value)],
);

/** Which papers hold which text. */
export const ruleMatches = pgTable(
  'rule_matches',
  {
    patternId: id('pattern_id')
      .notNull()
      .references(() => rulePatterns.id, { onDelete: 'cascade' }),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.patternId, t.paperId] }), index('rule_matches_paper').on(t.paperId)],
);

/** A member's mute rules. */
export const rules = pgTable(
  'rules',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** `word`, `phrase`, `expression`, `category`, `author`, `organisation`, `venue` or `source`. */
    kind: text().notNull(),
    /** In the canonical form of its kind. */
    value: text().notNull(),
    /** As people call it. */
    label: text().notNull(),
    /** Of the kinds that look for a text. */
    patternId: id('pattern_id').references(() => rulePatterns.id, { onDelete: 'set null' }),
    /** The last day (America/New_York) on which it holds; null where it has no end. */
    until: date({ mode: 'string' }),
    paused: boolean().notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('rules_once').on(t.memberId, t.kind, t.value), index('rules_pattern').on(t.patternId)],
);

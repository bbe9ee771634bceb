import { bigint, doublePrecision, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { subscribers } from './schema-mail.ts';

/**
 * The table of packages/lab: what was run, and what came of it. It lies here because there is one database with one set of
 * migrations; the record in it is read and written by packages/lab alone.
 */
export const runs = pgTable(
  'runs',
  {
    id: text().primaryKey(),
    /** `run` or `analysis`. */
    kind: text().notNull(),
    /** Of what its result follows from: the same hash, the same result. */
    hash: text().notNull(),
    /** A method's id; of an analysis its row's. */
    method: text().notNull(),
    data: text().notNull(),
    encoder: text().notNull(),
    seed: bigint({ mode: 'number' }).notNull(),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'date' }).notNull(),
    seconds: doublePrecision().notNull(),
    /** Numbers by name, for leaderboards. */
    metrics: jsonb().$type<unknown>().notNull(),
    /** The whole record. */
    record: jsonb().$type<unknown>().notNull(),
    /** Whose run it is; null for those of this installation. */
    subscriberId: bigint('subscriber_id', { mode: 'number' }).references(() => subscribers.id, {
      onDelete: 'cascade',
    }),
    savedAt: timestamp('saved_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (t) => [
    index('runs_data').on(t.data, t.method),
    index('runs_started').on(t.startedAt),
    index('runs_subscriber').on(t.subscriberId),
  ],
);

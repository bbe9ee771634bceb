import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { papers } from './schema.ts';

/** The tables behind finding by meaning: encoders, what they made of each paper, and what they have still to do. */

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

/** An encoder of papers; which one is in use is the fact `encoder`. */
export const encoders = pgTable('encoders', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** Of the model's bytes, or of what a model elsewhere is called by: the same fingerprint, the same vectors. */
  fingerprint: text().notNull().unique(),
  /** For people. */
  name: text().notNull(),
  dimensions: integer().notNull(),
  /** The model's file; null where it lies elsewhere, as `about` says. */
  model: bytea(),
  /** What it was made of and how good it is, as packages/learn writes it. */
  about: jsonb().$type<unknown>().notNull().default({}),
  madeAt: timestamp('made_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

export const paperVectors = pgTable(
  'paper_vectors',
  {
    paperId: bigint('paper_id', { mode: 'number' })
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    encoderId: bigint('encoder_id', { mode: 'number' })
      .notNull()
      .references(() => encoders.id, { onDelete: 'cascade' }),
    /** int8, one of each dimension; the direction counts alone, so that each vector may have its own scale. */
    codes: bytea().notNull(),
    /** Grows with each writing, so that readers can ask for what is new to them. */
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  },
  (t) => [
    primaryKey({ columns: [t.encoderId, t.paperId] }),
    index('paper_vectors_number').on(t.encoderId, t.number),
    index('paper_vectors_paper').on(t.paperId),
  ],
);

/** Papers whose text is new to the encoder in use. */
export const papersToEncode = pgTable('papers_to_encode', {
  paperId: bigint('paper_id', { mode: 'number' })
    .primaryKey()
    .references(() => papers.id, { onDelete: 'cascade' }),
  /** Another one when the paper changes again: who has encoded the old text takes nothing off the list. */
  ticket: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
});

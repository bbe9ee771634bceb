import type { SourceRecordInput } from './source-record.ts';

/** A record that could not be taken, told so that a person can find and mend it. */
export interface Reject {
  /** The source or reader that met it. */
  source: string;
  /** Where it stands: `line 12`, `item 3`, `record oai:arXiv.org:0804.2273`. */
  position: string;
  /** The field at fault, as a path (`authors.2.name`), or null where the record as a whole is at fault. */
  field: string | null;
  /** One sentence: what is wrong and what would be right. */
  reason: string;
  /** The first characters of the offending text (at most 200). */
  excerpt: string;
}

/** What a reader yields: every item of a file, in order, good or bad. */
export type ReadItem =
  { ok: true; position: string; record: SourceRecordInput } | { ok: false; reject: Reject };

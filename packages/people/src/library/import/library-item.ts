import type { Reject, SourceRecordInput } from '@broadsheet/papers';
import type { LibraryChange } from '../entry.ts';

/** A paper of somebody's library elsewhere, as a file or a service tells of it. */
export interface LibraryItem {
  /** Where it stands: `line 12`, `item 3`. */
  position: string;
  /** What is said of the paper itself. Its keywords are the reader's tags. */
  record: SourceRecordInput;
  /** What the reader has said of it. */
  entry: Pick<LibraryChange, 'state' | 'note'> & {
    tags: readonly string[];
    savedAt?: Date | undefined;
    readAt?: Date | undefined;
  };
  /** Its name in the service that it is kept up with. */
  item?: string;
}

/** What a reader of libraries yields: each item in order, good or bad. */
export type ReadLibraryItem = { ok: true; item: LibraryItem } | { ok: false; reject: Reject };

/** A bad one, with everything a person needs to find and mend it. */
export function refusedItem(
  source: string,
  position: string,
  field: string | null,
  reason: string,
  text: string,
): ReadLibraryItem {
  return {
    ok: false,
    reject: { source, position, field, reason, excerpt: text.replace(/\s+/g, ' ').slice(0, 200) },
  };
}

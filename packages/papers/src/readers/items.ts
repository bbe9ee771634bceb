import type { ReadItem } from '../record/reject.ts';
import type { SourceRecordInput } from '../record/source-record.ts';

/** A good item. */
export function taken(position: string, record: SourceRecordInput): ReadItem {
  return { ok: true, position, record };
}

/** A bad one, with everything a person needs to find and mend it. */
export function refused(
  source: string,
  position: string,
  field: string | null,
  reason: string,
  text: string,
): ReadItem {
  return { ok: false, reject: { source, position, field, reason, excerpt: text.slice(0, 200) } };
}

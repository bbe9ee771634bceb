import { createHash } from 'node:crypto';
import { foldTitle, mergeKey } from '../identity/index.ts';
import { normaliseRecord } from '../normalise/index.ts';
import type { ReadItem, Reject } from '../record/reject.ts';
import { SourceRecord } from '../record/source-record.ts';

/** A record that passed the border, and the hash by which an unchanged one is recognised. */
export interface Admitted {
  record: SourceRecord;
  digest: string;
  /** `foldTitle` of its title. */
  titleKey: string;
  /** `mergeKey` of what it says; null where it says too little for the strict rule. */
  mergeKey: string | null;
}

/** Normalises and validates one item. What cannot be taken comes back as a reject that names field and remedy. */
export function admit(item: ReadItem): { admitted: Admitted } | { reject: Reject } {
  if (!item.ok) return { reject: item.reject };
  const { position } = item;
  let normalised: unknown;
  try {
    normalised = normaliseRecord(item.record);
  } catch (error) {
    const reason = `The text could not be normalised: ${error instanceof Error ? error.message : String(error)}.`;
    return {
      reject: {
        source: String(item.record.source),
        position,
        field: null,
        reason,
        excerpt: excerpt(item.record),
      },
    };
  }
  const parsed = SourceRecord.safeParse(normalised);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue && issue.path.length > 0 ? issue.path.join('.') : null;
    const reason = `${field ?? 'The record'}: ${issue?.message ?? 'not a record'}.`;
    return {
      reject: { source: String(item.record.source), position, field, reason, excerpt: excerpt(item.record) },
    };
  }
  const { data: record } = parsed;
  const digest = createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 27);
  const year = record.published ? Number.parseInt(record.published.value.slice(0, 4), 10) : null;
  return {
    admitted: {
      record,
      digest,
      titleKey: foldTitle(record.title),
      mergeKey: mergeKey(record.title, record.authors, year),
    },
  };
}

function excerpt(record: unknown): string {
  return JSON.stringify(record)?.slice(0, 200) ?? '';
}

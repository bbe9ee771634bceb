import { createHash } from 'node:crypto';
import { normaliseRecord } from '../normalise/index.ts';
import type { ReadItem, Reject } from '../record/reject.ts';
import { SourceRecord } from '../record/source-record.ts';
import { foldRecords, type FoldedPaper } from './fold.ts';

/** A record that passed the border, with all that can be made of it before the database is asked. */
export interface Admitted {
  record: SourceRecord;
  /** The record as JSON. */
  json: string;
  /** The hash by which an unchanged record is recognised. */
  digest: string;
  /** The paper that this record alone makes; its provenance names record 0. */
  alone: FoldedPaper;
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
  const json = JSON.stringify(record);
  return {
    admitted: {
      record,
      json,
      digest: createHash('sha256').update(json).digest('base64url').slice(0, 27),
      alone: foldRecords([{ id: 0, content: record }]),
    },
  };
}

function excerpt(record: unknown): string {
  return JSON.stringify(record)?.slice(0, 200) ?? '';
}

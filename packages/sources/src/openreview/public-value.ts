import { fields } from '@broadsheet/papers';

type Row = fields.Row;

/**
 * Whether everybody may read a note, a reply or a value. We may be logged in as a reviewer or an author, who sees more
 * than the readers of this site may.
 */
export function isPublic(row: Row): boolean {
  return fields.texts(row, 'readers').includes('everyone');
}

/**
 * A public value of a note's content: `content.title.value`. undefined where it is missing, or not for everybody; a value
 * without readers of its own is as public as its note.
 */
export function publicValue(note: Row, field: string): unknown {
  const content = note['content'];
  const wrapped = fields.isRow(content) ? content[field] : undefined;
  if (!fields.isRow(wrapped)) return undefined;
  return wrapped['readers'] === undefined || isPublic(wrapped) ? wrapped['value'] : undefined;
}

/** The same as text; empty where it is something else. */
export function publicText(note: Row, field: string): string {
  const value = publicValue(note, field);
  return typeof value === 'string' ? value : '';
}

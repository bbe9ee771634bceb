import type { SourceRecordInput } from '../record/source-record.ts';
import { uninvertName } from './author-names.ts';
import { normaliseLine, normaliseText } from './normalise-text.ts';

/** Every text of a record as plain Unicode; names in reading order; empty list items and empty fields left out. */
export function normaliseRecord(input: SourceRecordInput): SourceRecordInput {
  const record = { ...input, title: normaliseLine(input.title) };
  if (input.abstract !== undefined) record.abstract = normaliseText(input.abstract);
  if (input.authors !== undefined) {
    record.authors = input.authors
      .map((author) => ({
        ...author,
        name: uninvertName(normaliseLine(author.name)),
        ...(author.affiliation === undefined ? {} : { affiliation: normaliseLine(author.affiliation) }),
      }))
      .filter((author) => author.name !== '');
  }
  if (input.categories !== undefined) record.categories = unique(input.categories);
  if (input.keywords !== undefined) record.keywords = unique(input.keywords);
  for (const field of ['venue', 'comment', 'journalRef', 'summary', 'license'] as const) {
    if (input[field] !== undefined) record[field] = normaliseLine(input[field]) || undefined;
  }
  return record;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.map(normaliseLine).filter((value) => value !== ''))];
}

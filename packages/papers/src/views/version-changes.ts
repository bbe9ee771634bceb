import type { SourceRecord } from '../record/source-record.ts';
import { compareTexts } from './compare-texts.ts';
import type { VersionChange } from './paper.ts';

const fields = ['title', 'abstract', 'authors', 'comment', 'categories'] as const;

/**
 * What changed from each known version of a paper to the next, field by field, as runs of words. Only versions whose
 * text the store has seen can be compared; the difference of two long texts is given up after 200 ms of work and then
 * shown as a whole replacement.
 */
export function changesBetweenVersions(records: readonly SourceRecord[]): VersionChange[] {
  const versions = [
    ...records
      .filter((record) => record.version > 0)
      .reduce(
        (map, record) => (map.has(record.version) ? map : map.set(record.version, record)),
        new Map<number, SourceRecord>(),
      )
      .values(),
  ].sort((a, b) => a.version - b.version);
  return versions.slice(1).flatMap((after, index) => {
    const before = versions[index];
    if (before === undefined) return [];
    return fields.flatMap((field) => {
      const [old, fresh] = [asText(before, field), asText(after, field)];
      if (old === fresh || fresh === '') return [];
      return [{ from: before.version, to: after.version, field, runs: compareTexts(old, fresh) }];
    });
  });
}

function asText(record: SourceRecord, field: (typeof fields)[number]): string {
  switch (field) {
    case 'authors':
      return record.authors.map((author) => author.name).join(', ');
    case 'categories':
      return record.categories.join(' ');
    default:
      return record[field] ?? '';
  }
}

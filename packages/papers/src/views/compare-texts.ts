import { diffWordsWithSpace } from 'diff';
import type { VersionChange } from './paper.ts';

/** A run of words that stayed, went or came. */
export type TextRun = VersionChange['runs'][number];

/** What changed from one text to another, as runs of words. Given up after 200 ms, and then shown as a whole replacement. */
export function compareTexts(before: string, after: string): TextRun[] {
  const parts = diffWordsWithSpace(before, after, { timeout: 200 });
  if (parts === undefined) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

import type { LibraryImport } from '@broadsheet/people';

/** Troubles that a page lists; the number of all is said. */
const mostShown = 200;

/** What came of an import, as a page says it. */
export interface ImportWords {
  said: string;
  troubles: { position: string; text: string; reason: string }[];
  /** Troubles that are not listed. */
  others: number;
}

export function importWords(report: LibraryImport): ImportWords {
  const kept = report.found + report.added;
  const count = (number: number) => (number === 1 ? '1 paper' : `${number.toLocaleString('en')} papers`);
  const parts = [
    `${count(kept)} saved`,
    ...(report.added > 0 ? [`${report.added.toLocaleString('en')} of these new to this site`] : []),
    ...(report.known > 0 ? [`${count(report.known)} saved before`] : []),
    ...(report.full > 0 ? [`${count(report.full)} for which the library has no room`] : []),
  ];
  const troubles = [
    ...report.rejects.map(({ position, excerpt, reason }) => ({ position, text: excerpt, reason })),
    ...report.absent.map(({ position, title, reason }) => ({ position, text: title, reason })),
  ];
  return {
    said: `${parts.join(', ')}.${report.cut ? ' There was more than is read at once: bring the rest as another file.' : ''}`,
    troubles: troubles.slice(0, mostShown),
    others: Math.max(0, troubles.length - mostShown),
  };
}

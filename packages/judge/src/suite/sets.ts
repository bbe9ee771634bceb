import { join, resolve } from 'node:path';

/** What is judged, on which data, and what the set may be used for. */
export interface JudgedSet {
  readonly name: string;
  /** As it stands in tables. */
  readonly title: string;
  readonly kind: 'search' | 'similar' | 'recommend';
  /** Weights and methods may be chosen on the sets for choosing, and never on those that are reported. */
  readonly role: 'choosing' | 'reporting';
  /** Under the data folder. */
  readonly path: string;
}

/** The sets of the suite, in the order of its tables. */
export const judgedSets: readonly JudgedSet[] = [
  { name: 'cranfield', title: 'Cranfield', kind: 'search', role: 'choosing', path: 'ir/cranfield' },
  { name: 'cacm', title: 'CACM', kind: 'search', role: 'choosing', path: 'ir/cacm' },
  { name: 'cisi', title: 'CISI', kind: 'search', role: 'reporting', path: 'ir/cisi' },
  { name: 'npl', title: 'NPL', kind: 'search', role: 'reporting', path: 'ir/npl' },
  { name: 'csfcube', title: 'CSFCube', kind: 'similar', role: 'reporting', path: 'ir/csfcube' },
  {
    name: 'citeulike-t',
    title: 'CiteULike-t',
    kind: 'recommend',
    role: 'reporting',
    path: 'rec/citeulike-t',
  },
];

/** Where the data lie if nobody says otherwise. */
export function usualData(): string {
  return process.env['BROADSHEET_EVAL_DATA'] || resolve(import.meta.dirname, '../../../../../shared/data');
}

export function folderOf({ path }: JudgedSet, data: string): string {
  return join(data, path);
}

import { rows, type Row } from '@broadsheet/lab';
import { foldTitle } from '@broadsheet/papers';

const byTitle = new Map(rows.map((row) => [foldTitle(row.title), row]));

/** The row that stands for a paper, found by the paper's title; null for the papers that are none. */
export function rowOfPaper(title: string): Row | null {
  return byTitle.get(foldTitle(title)) ?? null;
}

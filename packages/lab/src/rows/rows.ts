import { applications } from './applications.ts';
import { compression } from './compression.ts';
import { continual } from './continual.ts';
import { contrastive } from './contrastive.ts';
import { robustness } from './robustness.ts';
import { semiSupervised } from './semi-supervised.ts';
import type { Row } from './row.ts';

/** The 62 papers of the first edition and the base that many of them improve on, by number. */
export const rows: readonly Row[] = [
  ...contrastive,
  ...semiSupervised,
  ...robustness,
  ...compression,
  ...continual,
  ...applications,
];

const byId = new Map(rows.map((row) => [row.id, row]));

export function findRow(id: string): Row | undefined {
  return byId.get(id);
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simclr, type Method } from '@broadsheet/methods';
import type { Row } from './row.ts';

/** `works`: a committed run shows the claim in its direction. `runs`: there is something to run. */
export type RowState = 'works' | 'runs' | 'not-yet';

const records = join(import.meta.dirname, '../../records');
const catalogue: readonly Pick<Method, 'id'>[] = [simclr];

/** How far a row is, from what lies in `records` and in the catalogue of methods at the time of asking. */
export function stateOf({ id }: Pick<Row, 'id'>): RowState {
  const path = join(records, id, 'summary.json');
  const summary: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  if (typeof summary === 'object' && summary !== null)
    return 'shows' in summary && summary.shows === true ? 'works' : 'runs';
  return catalogue.some((method) => method.id === id) ? 'runs' : 'not-yet';
}

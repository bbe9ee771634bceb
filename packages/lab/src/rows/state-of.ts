import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from '@broadsheet/methods';
import { recipes } from '../recipes/recipes.ts';
import type { Row } from './row.ts';

/** `works`: the committed runs show the claim in its direction. `runs`: there is something to run. */
export type RowState = 'works' | 'runs' | 'not-yet';

const committed = join(import.meta.dirname, '../../records');

/**
 * How far a row is, from what lies in `records` at the time of asking from the catalogue of methods, and from the recipes.
 * @param folder where summaries lie: ROW/summary.json
 */
export function stateOf({ id }: Pick<Row, 'id'>, folder: string = committed): RowState {
  const path = join(folder, id, 'summary.json');
  const summary: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  if (typeof summary === 'object' && summary !== null)
    return 'shows' in summary && summary.shows === true ? 'works' : 'runs';
  return [...methods, ...recipes].some((one) => one.id === id) ? 'runs' : 'not-yet';
}

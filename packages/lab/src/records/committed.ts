import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipes } from '../recipes/recipes.ts';
import { recipeSummary, type RecipeSummary } from '../recipes/summary.ts';

/** Where the records lie that come with the program, a folder a row. */
export const recordsFolder = fileURLToPath(new URL('../../records', import.meta.url));

/** The summaries of the recipes that were run, in the order of the rows. */
export function readSummaries(folder: string = recordsFolder): RecipeSummary[] {
  return recipes.flatMap(({ id }) => {
    const path = join(folder, id, 'summary.json');
    return existsSync(path) ? [recipeSummary.parse(JSON.parse(readFileSync(path, 'utf8')))] : [];
  });
}

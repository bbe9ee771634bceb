import { join } from 'node:path';
import type { Arm, Recipe } from '../recipes/recipe.ts';

/** Where the record of one arm with one seed lies. */
export function recordPath(folder: string, recipe: Recipe, arm: Arm, seed: number): string {
  return join(folder, recipe.id, `${arm.name}-${seed}.json`);
}

import type { DataSet } from '../data/data-set.ts';
import { isMethodArm, type Arm, type Recipe } from '../recipes/recipe.ts';
import { planHash } from '../run/plan-hash.ts';
import { completePlan, hashOf } from '../run/run.ts';

/** What an arm's record must have as its hash, or it is of another plan, other data or another version. */
export function armHash(recipe: Recipe, arm: Arm, seed: number, data: DataSet | null): Promise<string> {
  if (!isMethodArm(arm)) return planHash({ row: recipe.id, arm: arm.name, version: arm.version, seed });
  if (data === null) throw new RangeError(`${recipe.id}, ${arm.name}: its hash depends on its data.`);
  return hashOf(completePlan({ ...arm.plan, seed }, data), data);
}

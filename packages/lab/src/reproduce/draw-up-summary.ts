import { join } from 'node:path';
import type { DataSet } from '../data/data-set.ts';
import { readRecord } from '../records/record-files.ts';
import { writeWhole } from '../records/write-whole.ts';
import { isMethodArm, type Arm, type Recipe } from '../recipes/recipe.ts';
import { summarise, type RecipeSummary } from '../recipes/summary.ts';
import { canonicalJson } from '../run/plan-hash.ts';
import type { DataChoice } from '../run/run-plan.ts';
import type { LabRecord } from '../run/run-record.ts';
import { armHash } from './arm-hash.ts';
import { recordPath } from './record-path.ts';

/** One arm with one seed, and its record where there is one of this very plan. */
export interface Planned {
  readonly arm: Arm;
  readonly seed: number;
  /** What its record has as its hash. */
  readonly hash: string;
  readonly record: LabRecord | null;
}

/**
 * Which runs a recipe is made of, and which of them are done.
 * @param read reads data by choice; each choice is asked for once.
 */
export async function plannedRuns(
  recipe: Recipe,
  seeds: readonly number[],
  folder: string,
  read: (choice: DataChoice) => Promise<DataSet>,
): Promise<Planned[]> {
  const known = new Map<string, Promise<DataSet>>();
  const dataOf = (choice: DataChoice): Promise<DataSet> => {
    const key = canonicalJson(choice);
    const found = known.get(key) ?? read(choice);
    known.set(key, found);
    return found;
  };
  const planned: Planned[] = [];
  for (const seed of seeds)
    for (const arm of recipe.arms) {
      if (arm.once === true && seed !== seeds[0]) continue;
      const data = isMethodArm(arm) ? await dataOf(arm.plan.data) : null;
      const hash = await armHash(recipe, arm, seed, data);
      const record = await readRecord(recordPath(folder, recipe, arm, seed)).catch(() => null);
      planned.push({ arm, seed, hash, record: record?.hash === hash ? record : null });
    }
  return planned;
}

/** Writes `ROW/summary.json` from the records that are there. */
export async function drawUpSummary(
  recipe: Recipe,
  planned: readonly Planned[],
  folder: string,
): Promise<RecipeSummary> {
  const records = new Map(
    recipe.arms.map(({ name }) => [
      name,
      planned.flatMap(({ arm, record }) => (arm.name === name && record !== null ? [record] : [])),
    ]),
  );
  const summary = summarise(recipe, records);
  await writeWhole(join(folder, recipe.id, 'summary.json'), `${JSON.stringify(summary, null, 1)}\n`);
  return summary;
}

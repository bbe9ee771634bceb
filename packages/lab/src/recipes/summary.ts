import { z } from 'zod';
import { spreadOf, standardError, type Spread } from '../report/spread.ts';
import type { LabRecord } from '../run/run-record.ts';
import type { Expectation, Recipe } from './recipe.ts';

const spread = z.object({ n: z.int(), mean: z.number(), deviation: z.number().nullable() });

/** What a recipe's records came to; `packages/lab/records/ROW/summary.json`. */
export const recipeSummary = z.object({
  version: z.literal(1),
  row: z.int(),
  id: z.string(),
  claim: z.object({ theirs: z.string(), ours: z.string() }),
  metric: z.string(),
  budget: z.object({ minutes: z.number(), on: z.string() }),
  arms: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      baseline: z.boolean(),
      seeds: z.array(z.int()),
      metrics: z.record(z.string(), spread),
    }),
  ),
  expectations: z.array(
    z.object({
      says: z.string(),
      metric: z.string(),
      arm: z.string(),
      over: z.string().nullable(),
      atLeast: z.number().nullable(),
      atMost: z.number().nullable(),
      /** Of the metric, or of the difference seed by seed; null where records are missing. */
      mean: z.number().nullable(),
      error: z.number().nullable(),
      holds: z.boolean(),
    }),
  ),
  /** Whether every arm has a record of every seed. */
  complete: z.boolean(),
  /** Whether the claim shows: everything holds, with three seeds at least. */
  shows: z.boolean(),
  /** How long the records took to make, together. */
  seconds: z.number(),
  /** The newest record's beginning; null where there are none. */
  newest: z.string().nullable(),
});

export type RecipeSummary = z.infer<typeof recipeSummary>;

/** Fewer seeds show nothing. */
const leastSeeds = 3;

/**
 * Draws up what records show.
 * @param records of each arm, by its name; those of other plans must be left out before.
 */
export function summarise(recipe: Recipe, records: ReadonlyMap<string, readonly LabRecord[]>): RecipeSummary {
  const all = [...records.values()].flat();
  const findings = new Map<string, readonly Finding[]>([...records, ...derived(recipe, records)]);
  const expectations = recipe.expects.map((expectation) => judged(recipe, expectation, findings));
  const complete = recipe.arms.every(
    ({ name, once }) => (records.get(name) ?? []).length >= (once === true ? 1 : recipe.seeds.length),
  );
  const enough = recipe.arms.every(
    ({ name, once }) => once === true || (records.get(name) ?? []).length >= leastSeeds,
  );
  return {
    version: 1,
    row: recipe.row,
    id: recipe.id,
    claim: { ...recipe.claim },
    metric: recipe.metric,
    budget: { ...recipe.budget },
    arms: [...recipe.arms, ...(recipe.derived ?? [])].map((arm) => {
      const { name, label } = arm;
      const baseline = 'baseline' in arm && arm.baseline === true;
      const own = findings.get(name) ?? [];
      return { name, label, baseline, seeds: own.map(({ seed }) => seed), metrics: spreads(own) };
    }),
    expectations,
    complete,
    shows: complete && enough && expectations.length > 0 && expectations.every(({ holds }) => holds),
    seconds: Math.round(all.reduce((sum, { seconds }) => sum + seconds.training + seconds.evaluation, 0)),
    newest:
      all
        .map(({ started }) => started)
        .sort()
        .at(-1) ?? null,
  };
}

/** What is judged of a record. */
type Finding = Pick<LabRecord, 'seed' | 'metrics'>;

/** What follows from several arms together, of each seed that all of them have. */
function derived(
  { arms, derived: wanted = [] }: Recipe,
  records: ReadonlyMap<string, readonly LabRecord[]>,
): [name: string, findings: Finding[]][] {
  const [first] = arms;
  const seeds = first === undefined ? [] : (records.get(first.name) ?? []).map(({ seed }) => seed);
  return wanted.map(({ name, metrics }) => [
    name,
    seeds.flatMap((seed) => {
      const all = arms.map((arm) => {
        const own = records.get(arm.name) ?? [];
        return (arm.once === true ? own[0] : own.find((record) => record.seed === seed))?.metrics;
      });
      const there = all.filter((one) => one !== undefined);
      return there.length === all.length ? [{ seed, metrics: metrics(there) }] : [];
    }),
  ]);
}

/** Every metric that all records have, over seeds. */
function spreads(records: readonly Finding[]): Record<string, Spread> {
  const [first] = records;
  if (first === undefined) return {};
  const names = Object.keys(first.metrics).filter((name) => records.every(({ metrics }) => name in metrics));
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(records.map(({ metrics }) => metrics[name] as number))]),
  );
}

function judged(
  recipe: Recipe,
  expectation: Expectation,
  records: ReadonlyMap<string, readonly Finding[]>,
): RecipeSummary['expectations'][number] {
  const { says, metric, arm, over, overMetric = metric, beyond, atLeast, atMost } = expectation;
  /** One that depends on no seed is compared with all. */
  const valueOf = (name: string, seed: number, of: string): number | undefined => {
    const own = records.get(name) ?? [];
    const once = recipe.arms.find((one) => one.name === name)?.once === true;
    return (once ? own[0] : own.find((record) => record.seed === seed))?.metrics[of];
  };
  const values = (records.get(arm) ?? []).flatMap(({ seed }) => {
    const parts = [
      valueOf(arm, seed, metric),
      over === undefined ? 0 : valueOf(over, seed, overMetric),
      beyond === undefined ? 0 : valueOf(beyond.arm, seed, metric),
      beyond === undefined ? 0 : valueOf(beyond.over, seed, overMetric),
    ];
    const [mine, its, there, thereOver] = parts;
    return mine === undefined || its === undefined || there === undefined || thereOver === undefined
      ? []
      : [mine - its - (there - thereOver)];
  });
  const shared = { says, metric, arm, over: over ?? null, atLeast: atLeast ?? null, atMost: atMost ?? null };
  if (values.length === 0) return { ...shared, mean: null, error: null, holds: false };
  const found = spreadOf(values);
  const error = standardError(found);
  const margin = error ?? 0;
  const holds =
    (atLeast === undefined || found.mean - margin >= atLeast) &&
    (atMost === undefined || found.mean + margin <= atMost);
  return { ...shared, mean: found.mean, error, holds };
}

// One arm of a recipe with one seed, in a process of its own: started by reproduce.ts with a WorkerJob as JSON.
import { findRecipe } from '../recipes/recipes.ts';
import { runArm } from './arm-job.ts';
import type { WorkerJob } from './reproduce.ts';

const job = JSON.parse(process.argv[2] ?? '') as WorkerJob;
const recipe = findRecipe(job.recipe);
const arm = recipe.arms.find(({ name }) => name === job.arm);
if (arm === undefined) throw new RangeError(`${job.recipe} has no arm ${job.arm}.`);
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());
try {
  const done = await runArm(recipe, arm, job.seed, {
    ...job,
    signal: stop.signal,
    tell: (what) => process.stdout.write(`${what}\n`),
  });
  process.exitCode = done ? 0 : 130;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/**
 * Where does the time of a training step go? Each method that learns from images, on 32 x 32 coloured ones in batches of 256, with
 * the encoder of the recipes: milliseconds of a step, the share of it that is spent outside of kernels (views, the tape, the
 * optimiser's bookkeeping, and what the host reads), and the share that making the batch takes, kernels included. Pixels are random:
 * they cost the same.
 *
 *     npm run bench -- methods
 */
import { chooseEncoder } from '@broadsheet/lab';
import {
  adamW,
  beginTraining,
  constantRate,
  imageViews,
  methods,
  needsOf,
  parseOptions,
  shuffledBatches,
  train,
  type Method,
  type TrainingPlan,
} from '@broadsheet/methods';
import { dispose, keep, random, scope, start, tensor, type Backend } from '@broadsheet/tensor';
import { median } from './median.ts';
import { table } from './table.ts';

const images = 1024;
const batch = 256;
const shape = [32, 32, 3] as const;
/** Steps before the first that counts: memory is found and code compiled in them. */
const warmUp = 2;
const classes = 10;

interface Measured {
  readonly step: number;
  readonly outside: number;
  readonly views: number;
}

/** @param rounds steps of each method that count */
export async function benchMethods({
  rounds,
  threads,
}: {
  rounds: number;
  threads: number;
}): Promise<string> {
  const backend = await start({ threads });
  const rows: string[][] = [];
  for (const method of methods.filter(({ id }) => id !== 't-jepa')) {
    const { step, outside, views } = await measure(backend, method, Math.max(3, rounds));
    const share = (part: number): string => `${((100 * part) / step).toFixed(1)} %`;
    rows.push([
      method.name,
      `${Math.round(step)} ms`,
      share(outside),
      `${views.toFixed(1)} ms`,
      share(views),
    ]);
  }
  return [
    `Batches of ${batch} images, ${backend.threads} threads, medians of ${Math.max(3, rounds)} steps.`,
    '',
    table(['method', 'step', 'outside of kernels', 'making the batch', 'of the step'], rows),
  ].join('\n');
}

async function measure(backend: Backend, method: Method, steps: number): Promise<Measured> {
  const options = parseOptions(method, 'batch' in method.defaults ? { batch } : {});
  const needs = needsOf(method, options);
  const net = chooseEncoder({ kind: 'resnet', options: {} }, 'images').make({
    kind: 'images',
    shape: [...shape],
  });
  const pixels = scope(() =>
    keep(
      tensor(
        Uint8Array.from({ length: images * 3072 }, (_, i) => (i * 97) % 251),
        [images, ...shape],
      ),
    ),
  );
  const plan: TrainingPlan = {
    learner: method.learner(net, options, { size: images, classes }),
    batches: shuffledBatches({
      size: images,
      batch,
      views: imageViews(pixels, { views: needs.views }),
      labels: Int32Array.from({ length: images }, (_, i) => i % classes),
    }),
    optimiser: adamW({ weightDecay: 1e-4 }),
    schedule: constantRate(0.001),
    steps: warmUp + steps,
    seed: 1,
  };
  const state = beginTraining(plan);
  const clock = watchKernels(backend);
  const whole: number[] = [];
  const outside: number[] = [];
  let began = performance.now();
  for await (const { step } of train(plan, state)) {
    const took = performance.now() - began;
    if (step > warmUp) {
      whole.push(took);
      outside.push(took - clock.milliseconds);
    }
    clock.milliseconds = 0;
    began = performance.now();
  }
  clock.stop();
  const views = Array.from({ length: steps }, (_, i) => {
    const from = performance.now();
    const made = scope(() => keep(plan.batches.at(i + 1, random.key(1))));
    const took = performance.now() - from;
    dispose(made);
    return took;
  });
  dispose([state.parameters, state.state, state.memory, state.moments.toTree(), pixels]);
  return { step: median(whole), outside: median(outside), views: median(views) };
}

/** Counts what passes inside of kernels, which on WebAssembly end before the call returns. */
function watchKernels(backend: Backend): { milliseconds: number; stop(): void } {
  const run = backend.run.bind(backend);
  const clock = {
    milliseconds: 0,
    stop: () => {
      backend.run = run;
    },
  };
  backend.run = (...call) => {
    const from = performance.now();
    run(...call);
    clock.milliseconds += performance.now() - from;
  };
  return clock;
}

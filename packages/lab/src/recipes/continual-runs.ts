import {
  adamW,
  beginTraining,
  convNet,
  encodeAll,
  imageViews,
  infinite,
  linearProbe,
  loadCheckpoint,
  parseOptions,
  saveCheckpoint,
  shuffledBatches,
  simclr,
  smallConvNet,
  train,
  warmUpCosine,
  type Batches,
  type Schedule,
  type TrainingPlan,
  type TrainingState,
} from '@broadsheet/methods';
import { dispose, tensor } from '@broadsheet/tensor';
import { chooseInputs } from '../data/choose-inputs.ts';
import { isImages, type DataSet, type ImageInputs, type Part } from '../data/data-set.ts';
import { Interrupted } from './recipe.ts';

export type ContinualSchedule = 'cosine' | 'infinite';

export interface ContinualOptions {
  readonly schedule: ContinualSchedule;
  readonly data: DataSet;
  /** The classes of each task, one after the other. */
  readonly tasks: readonly (readonly number[])[];
  readonly epochs: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  tell(what: string): void;
}

export interface ContinualResult {
  /** accuracies[t][k]: linear probe among the classes of task k, with the encoder as it was after task t. */
  readonly accuracies: readonly (readonly number[])[];
  /** Linear probe among all classes, with the last encoder. */
  readonly last: number;
}

const batch = 128;
const peak = 0.006;
/** The paper anneals in the last tenth of a task at most; so do we. */
const annealed = 0.1;

/**
 * SimCLR on one task after the other, which never come back. `cosine` warms up anew for each and ends near 0; `infinite`
 * warms up once, cools down within the first task, and goes on at a constant rate: what is looked at after a task is a copy
 * that was annealed in the task's last tenth, so that both have seen the same number of batches.
 */
export async function continualRun(options: ContinualOptions): Promise<ContinualResult> {
  const { data, tasks, epochs, seed, tell } = options;
  if (!isImages(data)) throw new TypeError(`${data.name} has no images.`);
  const [height, width, channels] = data.train.inputs.shape;
  const net = convNet([height, width, channels], smallConvNet);
  const parts = tasks.map((classes) => ofClasses(data.train, classes));
  const perTask = Math.floor((epochs * Math.min(...parts.map(({ n }) => n))) / batch);
  const images = parts.map((part) => toImages(part));
  const sources = images.map((pixels, t) =>
    shuffledBatches({ size: (parts[t] as Part).n, batch, views: imageViews(pixels) }),
  );
  const plan = (schedule: Schedule, steps: number): TrainingPlan => ({
    learner: simclr.learner(net, parseOptions(simclr, { temperature: 0.2 }), {
      size: data.train.n,
      classes: 0,
    }),
    batches: oneAfterTheOther(sources, perTask),
    optimiser: adamW({ weightDecay: 1e-4 }),
    schedule,
    steps,
    seed,
  });
  const schedules = schedulesOf(options.schedule, perTask);
  const state = beginTraining(plan(schedules.until(0), perTask));
  const accuracies: number[][] = [];
  let last = NaN;
  for (let t = 0; t < tasks.length; t++) {
    const end = perTask * (t + 1);
    const branch = end - Math.round(perTask * annealed);
    await goOn(plan(schedules.until(t), branch), state, options);
    // The copy goes to the end of the task annealed; of a cosine it is what goes on itself.
    const looked =
      options.schedule === 'cosine' ? state : await copyOf(plan(schedules.until(t), branch), state);
    await goOn(plan(schedules.annealed(t), end), looked, options);
    tell(`task ${t + 1} of ${tasks.length} learnt`);
    const probe = (classes: readonly number[]): Promise<number> => accuracyOf(looked, data, classes);
    accuracies.push(await inOrder(tasks, probe));
    if (t === tasks.length - 1) last = await probe(tasks.flat());
    if (looked !== state) {
      disposeState(looked);
      await goOn(plan(schedules.until(t), end), state, options);
    }
  }
  disposeState(state);
  dispose(images);
  return { accuracies, last };

  async function accuracyOf(
    of: TrainingState,
    from: DataSet<ImageInputs>,
    classes: readonly number[],
  ): Promise<number> {
    const features = async (part: Part<ImageInputs>) => {
      const some = ofClasses(part, classes);
      const pixels = toImages(some);
      const found = await encodeAll(net, of.parameters.encoder as Parameters<typeof net.run>[0], pixels, {
        moments: of.moments,
        ...(some.labels === undefined ? {} : { labels: some.labels }),
      });
      pixels.dispose();
      return found;
    };
    return (await linearProbe(await features(from.train), await features(from.test))).accuracy;
  }
}

/** The rate until a task's branch, and in the copy that is taken out at its end. */
function schedulesOf(
  which: ContinualSchedule,
  perTask: number,
): { until(task: number): Schedule; annealed(task: number): Schedule } {
  const warmUp = Math.round(perTask * 0.1);
  if (which === 'cosine') {
    const one = warmUpCosine({ peak, steps: perTask, warmUp });
    const repeated: Schedule = (step) => one(((step - 1) % perTask) + 1);
    return { until: () => repeated, annealed: () => repeated };
  }
  const shape = { peak, constant: peak / 2, end: peak / 100, warmUp, cooldown: Math.round(perTask * 0.5) };
  const steps = Math.round(perTask * annealed);
  return {
    until: () => infinite(shape),
    annealed: (task) => infinite({ ...shape, annealing: { from: perTask * (task + 1) - steps, steps } }),
  };
}

async function goOn(plan: TrainingPlan, state: TrainingState, { signal }: ContinualOptions): Promise<void> {
  for await (const report of train(plan, state)) {
    if (signal.aborted) throw new Interrupted(`Interrupted at step ${report.step}.`);
    // Lets signals in.
    await new Promise((later) => setImmediate(later));
  }
}

async function copyOf(plan: TrainingPlan, state: TrainingState): Promise<TrainingState> {
  return loadCheckpoint(plan, await saveCheckpoint(plan, state));
}

function disposeState({ parameters, state, memory, moments }: TrainingState): void {
  dispose([parameters, state, memory, moments.toTree()]);
}

/** Task t's batches for its steps, then the next one's. */
function oneAfterTheOther(sources: readonly Batches[], perTask: number): Batches {
  return {
    perEpoch: perTask * sources.length,
    at(step, key) {
      const task = Math.min(sources.length - 1, Math.floor((step - 1) / perTask));
      return (sources[task] as Batches).at(step - task * perTask, key);
    },
  };
}

function ofClasses(part: Part<ImageInputs>, classes: readonly number[]): Part<ImageInputs> {
  const { labels, n } = part;
  if (labels === undefined) throw new TypeError('Tasks are made of classes, and these data have none.');
  return chooseInputs(
    part,
    Array.from({ length: n }, (_, i) => i).filter((i) => classes.includes(labels[i] as number)),
  );
}

function toImages({ n, inputs }: Part<ImageInputs>) {
  return tensor(inputs.pixels, [n, ...inputs.shape]);
}

async function inOrder<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const found: B[] = [];
  for (const item of items) found.push(await work(item));
  return found;
}

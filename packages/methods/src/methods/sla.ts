import {
  add,
  concat,
  full,
  logSoftmax,
  mean,
  mul,
  random,
  reshape,
  slice,
  softmax,
  softmaxCrossEntropy,
  squeeze,
  stopGradient,
  sum,
  cast,
  type Key,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { initLinear, linear, type Linear } from '../nets/linear.ts';
import { inside, type Pass } from '../nets/pass.ts';
import { allQuarterTurns } from '../views/images/quarter-turns.ts';
import { learner, type Batch, type Method } from './method.ts';

/** None, and one, two and three quarters. */
const quarterTurns = 4;

/** Self-supervised label augmentation, with or without self-distillation, and what the paper compares it with. */
export type SlaMode = 'sla' | 'sla-sd' | 'plain' | 'augmentation' | 'multi-task';

const modes: readonly SlaMode[] = ['sla', 'sla-sd', 'plain', 'augmentation', 'multi-task'];

export type SlaOptions = {
  readonly mode: SlaMode;
  /** The temperature of self-distillation. */
  readonly distillationTemperature: number;
  /** The paper's β: weight of the single classifier's own cross-entropy in self-distillation. */
  readonly distillationLabels: number;
};

/**
 * Labels of the joint task (Lee et al., 2020, section 2): class and turn as one, class·4 + turn. int32 [n] → int32 [4n],
 * in the order of `allQuarterTurns`.
 */
export function jointLabels(labels: Tensor): Tensor {
  const turned = Array.from({ length: quarterTurns }, (_, turn) =>
    add(mul(cast(labels, 'float32'), quarterTurns), turn),
  );
  return cast(concat(turned), 'int32');
}

/**
 * Aggregated inference (the same section): a class's score is the mean over turns of its joint score for that turn, of the
 * image turned that way. Joint logits [4n, classes·4] → logits [n, classes].
 */
export function aggregate(joint: Tensor): Tensor {
  const [rows, columns] = joint.shape as [number, number];
  const n = rows / quarterTurns;
  const byTurn = reshape(joint, [quarterTurns, n, columns / quarterTurns, quarterTurns]);
  const own = Array.from({ length: quarterTurns }, (_, turn) =>
    squeeze(slice(byTurn, [turn, turn + 1], null, null, [turn, turn + 1]), 0, 3),
  );
  return mul(
    1 / quarterTurns,
    own.reduce((a, b) => add(a, b)),
  );
}

/** Scores of images that were not turned: joint logits [n, classes·4] of these alone → logits [n, classes]. */
export function unturned(joint: Tensor): Tensor {
  const [n, columns] = joint.shape as [number, number];
  const byTurn = reshape(joint, [n, columns / quarterTurns, quarterTurns]);
  return squeeze(slice(byTurn, null, null, [0, 1]), 2);
}

/**
 * Self-distillation (the same section): KL(teacher ‖ student) of softened distributions, the mean over inputs, times the
 * square of the temperature. Logits [n, classes] of both; none flows back to the teacher.
 */
export function distillationLoss(teacher: Tensor, student: Tensor, temperature: number): Tensor {
  const soft = stopGradient(mul(1 / temperature, teacher));
  const target = softmax(soft);
  const crossEntropy = softmaxCrossEntropy(mul(1 / temperature, student), target);
  const entropy = sum(mul(target, logSoftmax(soft)), 1);
  return mul(temperature ** 2, mean(add(crossEntropy, entropy)));
}

type SlaParameters = { readonly encoder: Parameters; readonly classifiers: Readonly<Record<string, Linear>> };

/** Which classifiers a mode learns, by how many outputs they have for each class (`joint`, `single`) or in all. */
function classifiersOf(mode: SlaMode, classes: number): Readonly<Record<string, number>> {
  const joint = { joint: classes * quarterTurns };
  const single = { single: classes };
  if (mode === 'sla') return joint;
  if (mode === 'sla-sd') return { ...joint, ...single };
  return mode === 'multi-task' ? { ...single, turn: quarterTurns } : single;
}

/**
 * SLA: one classifier for class and turn together, so that nothing has to look the same from all sides; what it says of the
 * four turns of an image is put together, or taught to a second classifier that sees the image once.
 */
export const sla: Method<SlaOptions> = {
  id: 'sla',
  name: 'SLA',
  source: {
    title: 'Self-supervised Label Augmentation via Input Transformations',
    authors: 'Lee, Hwang, Shin',
    year: 2020,
    arxiv: '1910.05872',
  },
  needs: { views: 1, labels: true },
  defaults: { mode: 'sla', distillationTemperature: 1, distillationLabels: 1 },
  describes: {
    mode: {
      kind: 'choice',
      meaning:
        'joint labels (sla), with self-distillation (sla-sd), or a baseline: classes alone (plain), of turned images too ' +
        '(augmentation), or with turns as a second task (multi-task)',
      choices: modes,
    },
    distillationTemperature: {
      kind: 'number',
      meaning: 'softens what self-distillation teaches',
      above: 0,
      most: 100,
    },
    distillationLabels: {
      kind: 'number',
      meaning: 'β, the weight of labels in self-distillation',
      least: 0,
      most: 100,
    },
  },
  learner(encoder, options, data) {
    const { mode } = options;
    if (!modes.includes(mode))
      throw new RangeError(`sla: mode is one of ${modes.join(', ')}, not "${String(mode)}".`);
    if (data.classes < 2)
      throw new RangeError(
        `sla: learns from labels of two classes or more, and the data have ${data.classes}.`,
      );
    const outputs = classifiersOf(mode, data.classes);
    const encode = (parameters: SlaParameters, images: Tensor, pass: Pass): Tensor =>
      encoder.run(parameters.encoder, images, inside(pass, 'encoder'));
    const classifier = ({ classifiers }: SlaParameters, name: string, h: Tensor): Tensor =>
      linear(classifiers[name] as Linear, h);

    return learner<SlaParameters, Record<string, never>>({
      init(key) {
        const [forEncoder, forClassifiers] = random.split(key) as [Key, Key];
        const made = Object.entries(outputs).map(([name, count], i) => {
          return [name, initLinear(random.fold(forClassifiers, i), encoder.gives, count)] as const;
        });
        return { encoder: encoder.init(forEncoder), classifiers: Object.fromEntries(made) };
      },
      state: () => ({}),
      loss(parameters, _state, batch, pass) {
        const [images] = batch.views as [Tensor];
        const labels = labelsOf(batch);
        const n = images.shape[0] as number;
        const crossEntropy = (logits: Tensor, wanted: Tensor): Tensor =>
          mean(softmaxCrossEntropy(logits, wanted));
        if (mode === 'plain')
          return [
            crossEntropy(classifier(parameters, 'single', encode(parameters, images, pass)), labels),
            {},
          ];

        const h = encode(parameters, allQuarterTurns(images), pass);
        if (mode === 'augmentation' || mode === 'multi-task') {
          const classes = crossEntropy(
            classifier(parameters, 'single', h),
            concat([labels, labels, labels, labels]),
          );
          if (mode === 'augmentation') return [classes, {}];
          const turns = concat(Array.from({ length: quarterTurns }, (_, turn) => full([n], turn, 'int32')));
          const turn = crossEntropy(classifier(parameters, 'turn', h), turns);
          return [add(classes, turn), { readings: { classes, turn } }];
        }
        const scores = classifier(parameters, 'joint', h);
        const joint = crossEntropy(scores, jointLabels(labels));
        if (mode === 'sla') return [joint, {}];
        const single = classifier(parameters, 'single', slice(h, [0, n]));
        const distillation = distillationLoss(aggregate(scores), single, options.distillationTemperature);
        const own = mul(options.distillationLabels, crossEntropy(single, labels));
        return [add(add(joint, distillation), own), { readings: { joint, distillation } }];
      },
      classify(parameters, images, pass) {
        if (outputs['joint'] === undefined)
          return { single: classifier(parameters, 'single', encode(parameters, images, pass)) };
        const h = encode(parameters, allQuarterTurns(images), pass);
        const scores = classifier(parameters, 'joint', h);
        const first = [0, images.shape[0] as number] as const;
        const single =
          mode === 'sla' ? unturned(slice(scores, first)) : classifier(parameters, 'single', slice(h, first));
        return { single, aggregated: aggregate(scores) };
      },
    });
  },
};

function labelsOf({ labels }: Batch): Tensor {
  if (labels === undefined)
    throw new TypeError('sla: the batch has no labels. Give `labels` to what makes batches.');
  return labels;
}

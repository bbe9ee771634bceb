import { convNet, mlp, type Net } from '@broadsheet/methods';
import { reshape, type Shape } from '@broadsheet/tensor';
import type { DataKind } from '../data/data-set.ts';
import type { EncoderChoice } from './run-plan.ts';

export type EncoderOption = number | string | boolean | readonly number[];

/** A kind of encoder that a run can name. */
export interface EncoderKind {
  readonly id: string;
  readonly about: string;
  /** Which data it reads. */
  readonly reads: readonly DataKind[];
  readonly defaults: Readonly<Record<string, EncoderOption>>;
  /** What each option means. */
  readonly describes: Readonly<Record<string, string>>;
  make(takes: Shape, options: Readonly<Record<string, EncoderOption>>): Net;
}

export const encoderKinds: readonly EncoderKind[] = [
  {
    id: 'resnet',
    about: 'a residual ConvNet for small images',
    reads: ['images'],
    defaults: { widths: [32, 64, 128], blocks: 1, stemStride: 1 },
    describes: {
      widths: 'channels of each stage; the last is the length of a representation',
      blocks: 'residual blocks in each stage',
      stemStride: '2 halves height and width at once',
    },
    make: (takes, options) =>
      convNet(takes, {
        widths: numbersOf('widths', options),
        blocks: numberOf('blocks', options),
        stemStride: numberOf('stemStride', options),
      }),
  },
  {
    id: 'mlp',
    about: 'a multilayer perceptron; images are laid out flat',
    reads: ['images', 'table'],
    defaults: { hidden: [256], gives: 128, batchNorm: true },
    describes: {
      hidden: 'widths of the hidden layers',
      gives: 'length of a representation',
      batchNorm: 'batch norm before every ReLU',
    },
    make: (takes, options) =>
      mlp(takes, {
        hidden: numbersOf('hidden', options),
        gives: numberOf('gives', options),
        batchNorm: options['batchNorm'] === true,
      }),
  },
  {
    id: 'raw',
    about: 'no encoder: the inputs themselves, laid out flat. A baseline; nothing can be trained',
    reads: ['images', 'table'],
    defaults: {},
    describes: {},
    make(takes) {
      const gives = takes.reduce((product, axis) => product * axis, 1);
      return { takes, gives, init: () => [], run: (_, x) => reshape(x, [x.shape[0] as number, gives]) };
    },
  },
];

/** What encodes a kind of data where nobody names an encoder. */
export const usualEncoder: Readonly<Record<DataKind, string>> = {
  images: 'resnet',
  table: 'mlp',
  texts: 'bag-of-words',
};

/** An encoder with all of its options. */
export interface ChosenEncoder {
  readonly kind: EncoderKind;
  readonly options: Readonly<Record<string, EncoderOption>>;
  make(takes: Shape): Net;
}

/**
 * @throws RangeError that names the kinds that read such data, or the options that there are.
 */
export function chooseEncoder(choice: EncoderChoice, data: DataKind): ChosenEncoder {
  const kind = encoderKinds.find(({ id }) => id === choice.kind);
  const fitting = encoderKinds.filter(({ reads }) => reads.includes(data)).map(({ id }) => id);
  if (kind === undefined || !kind.reads.includes(data))
    throw new RangeError(
      `${kind === undefined ? 'There is no encoder' : 'What reads no ' + data + ' is the encoder'} ${choice.kind}. ` +
        `For ${data} there are: ${fitting.join(', ')}.`,
    );
  for (const [name, value] of Object.entries(choice.options)) {
    const usual = kind.defaults[name];
    if (usual === undefined)
      throw new RangeError(
        `The encoder ${kind.id} has no option ${name}. It has: ${Object.keys(kind.defaults).join(', ') || 'none'}.`,
      );
    const both = [usual, value].map((one) => (Array.isArray(one) ? 'a list of numbers' : `a ${typeof one}`));
    if (both[0] !== both[1])
      throw new RangeError(
        `The encoder ${kind.id}: ${name} is ${both[0]}, not ${both[1]} (${String(value)}).`,
      );
  }
  const options = { ...kind.defaults, ...choice.options };
  return { kind, options, make: (takes) => kind.make(takes, options) };
}

function numberOf(name: string, options: Readonly<Record<string, EncoderOption>>): number {
  return options[name] as number;
}

function numbersOf(name: string, options: Readonly<Record<string, EncoderOption>>): readonly number[] {
  return options[name] as readonly number[];
}

import {
  bagOfWords,
  convNet,
  featureTransformer,
  mlp,
  visionTransformer,
  type Net,
} from '@broadsheet/methods';
import { reshape, type Shape } from '@broadsheet/tensor';
import type { DataKind } from '../data/data-set.ts';
import { oneHotColumns } from './one-hot-columns.ts';
import { columnsOf, takesOf, type Reading } from './reading.ts';
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
  make(how: Reading, options: Readonly<Record<string, EncoderOption>>): Net;
}

export const encoderKinds: readonly EncoderKind[] = [
  {
    id: 'resnet',
    about: 'a residual ConvNet for small images',
    reads: ['images'],
    defaults: { widths: [24, 48, 96], blocks: 1, stemStride: 2, stemAlone: true },
    describes: {
      widths: 'channels of each stage; the last is the length of a representation',
      blocks: 'residual blocks in each stage',
      stemStride: '2 halves height and width at once',
      stemAlone: 'no blocks in the first stage, where they cost most',
    },
    make: (how, options) =>
      convNet(takesOf(how), {
        widths: numbersOf('widths', options),
        blocks: numbersOf('widths', options).map((_, stage) =>
          stage === 0 && options['stemAlone'] === true ? 0 : numberOf('blocks', options),
        ),
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
    make: (how, options) =>
      onNumbers(how, (takes) =>
        mlp(takes, {
          hidden: numbersOf('hidden', options),
          gives: numberOf('gives', options),
          batchNorm: options['batchNorm'] === true,
        }),
      ),
  },
  {
    id: 'vit',
    about: 'a vision transformer',
    reads: ['images'],
    defaults: { patch: 4, width: 96, layers: 4, heads: 4 },
    describes: {
      patch: 'the side of a patch, in pixels',
      width: 'length of a token and of a representation',
      layers: 'transformer blocks',
      heads: 'of attention',
    },
    make: (how, options) =>
      visionTransformer(takesOf(how), {
        patch: numberOf('patch', options),
        width: numberOf('width', options),
        layers: numberOf('layers', options),
        heads: numberOf('heads', options),
      }),
  },
  {
    id: 'feature-transformer',
    about: 'a transformer over the columns of a table',
    reads: ['table'],
    defaults: { width: 32, layers: 2, heads: 4, register: true },
    describes: {
      width: 'length of a column’s token; a representation is all of them',
      layers: 'transformer blocks',
      heads: 'of attention',
      register: 'a learnt token besides, which is in no representation',
    },
    make(how, options) {
      if (how.kind !== 'table') throw new RangeError('The encoder feature-transformer reads tables alone.');
      return featureTransformer(columnsOf(how), {
        width: numberOf('width', options),
        layers: numberOf('layers', options),
        heads: numberOf('heads', options),
        register: options['register'] === true,
      });
    },
  },
  {
    id: 'bag-of-words',
    about: 'the mean of a text’s words, then a multilayer perceptron',
    reads: ['texts'],
    defaults: { width: 128, hidden: [], gives: 128, batchNorm: true },
    describes: {
      width: 'length of a word’s row',
      hidden: 'widths of the hidden layers',
      gives: 'length of a representation',
      batchNorm: 'batch norm before every ReLU',
    },
    make(how, options) {
      if (how.kind !== 'texts') throw new RangeError('The encoder bag-of-words reads texts alone.');
      return bagOfWords({
        tokens: how.words.length + how.shared,
        length: how.length,
        width: numberOf('width', options),
        hidden: numbersOf('hidden', options),
        gives: numberOf('gives', options),
        batchNorm: options['batchNorm'] === true,
      });
    },
  },
  {
    id: 'raw',
    about: 'no encoder: the inputs themselves, laid out flat. A baseline; nothing can be trained',
    reads: ['images', 'table'],
    defaults: {},
    describes: {},
    make: (how) =>
      onNumbers(how, (takes) => {
        const gives = takes.reduce((product, axis) => product * axis, 1);
        return { takes, gives, init: () => [], run: (_, x) => reshape(x, [x.shape[0] as number, gives]) };
      }),
  },
];

const usual: Readonly<Record<DataKind, string>> = {
  images: 'resnet',
  table: 'mlp',
  texts: 'bag-of-words',
};

/** What encodes a kind of data where nobody names an encoder. T-JEPA predicts columns' tokens, which one encoder has. */
export function usualEncoder(kind: DataKind, method: string): string {
  return method === 't-jepa' && kind === 'table' ? 'feature-transformer' : usual[kind];
}

/** An encoder with all of its options. */
export interface ChosenEncoder {
  readonly kind: EncoderKind;
  readonly options: Readonly<Record<string, EncoderOption>>;
  make(how: Reading): Net;
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
  return { kind, options, make: (how) => kind.make(how, options) };
}

/** Of images their pixels; of a table's rows numbers alone. */
function onNumbers(how: Reading, make: (takes: Shape) => Net): Net {
  return how.kind === 'table' ? oneHotColumns(columnsOf(how), make) : make(takesOf(how));
}

function numberOf(name: string, options: Readonly<Record<string, EncoderOption>>): number {
  return options[name] as number;
}

function numbersOf(name: string, options: Readonly<Record<string, EncoderOption>>): readonly number[] {
  return options[name] as readonly number[];
}

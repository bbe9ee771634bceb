import { fillUp, Vocabulary, type Columns, type Sentences } from '@broadsheet/methods';
import { ShapeError, tensor, type Shape, type Tensor } from '@broadsheet/tensor';
import { z } from 'zod';
import type { DataSet, Inputs, Text } from '../data/data-set.ts';
import { fitImages } from '../data/fit-images.ts';
import { sentencesOf } from '../data/sentences-of.ts';

const tableColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), name: z.string(), mean: z.number(), deviation: z.number() }),
  z.object({ kind: z.literal('categorical'), name: z.string(), categories: z.array(z.string()) }),
]);

/**
 * How inputs become tensors, as plain JSON: it goes with an encoder into its file, so that other inputs of the kind are read
 * in the same way.
 */
export const reading = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('images'), shape: z.tuple([z.int(), z.int(), z.int()]) }),
  /** Numbers before categories. */
  z.object({ kind: z.literal('table'), columns: z.array(tableColumn) }),
  z.object({
    kind: z.literal('texts'),
    /** The words that are known: word i is token i. */
    words: z.array(z.string()),
    /** Tokens that all other words share by their letters. */
    shared: z.int(),
    /** Tokens of one text. */
    length: z.int(),
  }),
]);

export type Reading = z.infer<typeof reading>;

/** Of texts: the most frequent words that come three times at least, and the beginning of each text. */
const words = { size: 20_000, least: 3, shared: 1_000, length: 128 };

/** How this data set's inputs are read, by its learning part alone. */
export function readingOf({ train }: DataSet): Reading {
  const { inputs } = train;
  switch (inputs.kind) {
    case 'images':
      return { kind: 'images', shape: [...inputs.shape] };
    case 'table':
      return {
        kind: 'table',
        columns: inputs.columns.map((column) =>
          column.kind === 'numeric' ? { ...column } : { ...column, categories: [...column.categories] },
        ),
      };
    case 'texts': {
      const found = Vocabulary.of(inputs.texts.map(wholeText), words);
      return { kind: 'texts', words: [...found.words], shared: words.shared, length: words.length };
    }
  }
}

/** One input's shape, without the batch's axis. */
export function takesOf(how: Reading): Shape {
  if (how.kind === 'images') return how.shape;
  return [how.kind === 'table' ? how.columns.length : how.length];
}

/** What a table's rows are made of, as encoders want to know it. */
export function columnsOf(how: Extract<Reading, { kind: 'table' }>): Columns {
  const categories = how.columns.flatMap((column) =>
    column.kind === 'categorical' ? [column.categories.length] : [],
  );
  return { numeric: how.columns.length - categories.length, categories };
}

/**
 * Inputs as a tensor [n, ...takes]: pixels uint8; a table's numbers, and its categories as their codes, float32; texts as the
 * tokens of their words, int32, -1 where there are no more. Images of another size or other channels are brought to the
 * encoder's.
 * @throws ShapeError where they are of another kind.
 */
export function toTensor(how: Reading, inputs: Inputs): Tensor {
  if (how.kind === 'images' && inputs.kind === 'images') {
    const { pixels } = fitImages(inputs, how.shape);
    const size = how.shape.reduce((product, axis) => product * axis, 1);
    return tensor(pixels, [pixels.length / size, ...how.shape]);
  }
  if (how.kind === 'table' && inputs.kind === 'table') {
    const width = how.columns.length;
    if (inputs.columns.length !== width)
      throw new ShapeError(
        `The encoder reads rows of ${width} columns, and these have ${inputs.columns.length}.`,
      );
    return tensor(inputs.values, [inputs.values.length / width, width]);
  }
  if (how.kind === 'texts' && inputs.kind === 'texts') {
    const vocabulary = new Vocabulary(how.words, how.shared);
    const tokens = inputs.texts.map((text) => vocabulary.encode(wholeText(text)));
    return fillUp(tokens, how.length);
  }
  throw new ShapeError(`The encoder reads ${how.kind}, and these data are ${inputs.kind}.`);
}

/** Each text as its title and the sentences of its body, for views that part it. */
export function tokenSentences(
  how: Extract<Reading, { kind: 'texts' }>,
  texts: readonly Text[],
): readonly Sentences[] {
  const vocabulary = new Vocabulary(how.words, how.shared);
  return texts.map(({ title, body }) =>
    [title, ...sentencesOf(body)].map((sentence) => vocabulary.encode(sentence)),
  );
}

function wholeText({ title, body }: Text): string {
  return `${title}\n${body}`;
}

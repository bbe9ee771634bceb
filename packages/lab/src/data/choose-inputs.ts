import { draw } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import type { DataSet, ImageInputs, Inputs, Part, TableInputs, TextInputs } from './data-set.ts';

/** The inputs at these places, in this order, with what is known about them. */
export function chooseInputs<I extends Inputs>(part: Part<I>, places: ArrayLike<number>): Part<I> {
  const at = Array.from(places);
  const wrong = at.find((place) => !Number.isInteger(place) || place < 0 || place >= part.n);
  if (wrong !== undefined) throw new RangeError(`There is no input ${wrong} among ${part.n}.`);
  return {
    n: at.length,
    inputs: chosen(part.inputs, at) as I,
    ...(part.labels === undefined ? {} : { labels: Int32Array.from(at, (i) => part.labels?.[i] as number) }),
    ...(part.targets === undefined ? {} : { targets: Float32Array.from(at, (i) => part.targets?.[i] as number) }),
    ...(part.names === undefined ? {} : { names: at.map((i) => part.names?.[i] as string) }),
  };
}

function chosen(inputs: Inputs, at: readonly number[]): Inputs {
  switch (inputs.kind) {
    case 'images': {
      const size = inputs.shape.reduce((product, axis) => product * axis, 1);
      return { ...inputs, pixels: rowsOf(inputs.pixels, at, size) } satisfies ImageInputs;
    }
    case 'table':
      return { ...inputs, values: rowsOf(inputs.values, at, inputs.columns.length) } satisfies TableInputs;
    case 'texts':
      return { kind: 'texts', texts: at.map((i) => inputs.texts[i] as TextInputs['texts'][number]) };
  }
}

function rowsOf<A extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(
  rows: A,
  at: readonly number[],
  width: number,
): A {
  const found = new (rows.constructor as new (length: number) => A)(at.length * width);
  at.forEach((from, to) => found.set(rows.subarray(from * width, (from + 1) * width), to * width));
  return found;
}

/** At most `most` inputs of each part, drawn without regard to labels; always the same ones. */
export function limited<I extends Inputs>(data: DataSet<I>, most: number): DataSet<I> {
  const cut = (part: Part<I>): Part<I> =>
    part.n <= most ? part : chooseInputs(part, draw(random.key(limitSeed)).order(part.n).slice(0, most));
  return { ...data, train: cut(data.train), test: cut(data.test) };
}

/**
 * The same data without its test part: a fifth of what there is to learn from, always the same one, stands in for it. Settings
 * are chosen by this, so that the test part chooses nothing.
 */
export function forChoosing<I extends Inputs>(data: DataSet<I>): DataSet<I> {
  return { ...data, ...holdOut(data.train, 0.2, limitSeed) };
}

/** At most `most` inputs of each class to learn from, always the same ones. @throws RangeError where there are no labels. */
export function fewOfEachClass<I extends Inputs>(data: DataSet<I>, most: number): DataSet<I> {
  const { labels, n } = data.train;
  if (labels === undefined) throw new RangeError(`${data.name} has no classes of which a few could be taken.`);
  const counts = new Int32Array(data.classes.length);
  const kept = draw(random.key(limitSeed))
    .order(n)
    .filter((i) => {
      const label = labels[i] as number;
      counts[label] = (counts[label] ?? 0) + 1;
      return (counts[label] ?? 0) <= most;
    });
  return { ...data, train: chooseInputs(data.train, kept.sort()) };
}

/** The seed of a limit is no option: runs of different seeds compare on the same inputs. */
const limitSeed = 20_250_101;

/** Splits inputs in two, drawn by the seed: `share` of them are held out. */
export function holdOut<I extends Inputs>(
  part: Part<I>,
  share: number,
  seed = 0,
): { readonly train: Part<I>; readonly test: Part<I> } {
  const places = heldOutPlaces(part.n, share, seed);
  return { train: chooseInputs(part, places.train), test: chooseInputs(part, places.test) };
}

/** Which of n inputs are to learn from and which are held out, each in their order. */
export function heldOutPlaces(n: number, share: number, seed = 0): { train: Int32Array; test: Int32Array } {
  const order = draw(random.key(seed)).order(n);
  const held = Math.round(n * share);
  return { train: order.slice(held).sort(), test: order.slice(0, held).sort() };
}

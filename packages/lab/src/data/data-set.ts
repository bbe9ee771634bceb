import type { TableColumn } from './table-columns.ts';

export type DataKind = 'images' | 'table' | 'texts';

export interface ImageInputs {
  readonly kind: 'images';
  /** [height, width, channels]; 1 channel is grey, 3 are red, green and blue. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** [n, height, width, channels], 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface TableInputs {
  readonly kind: 'table';
  /** Those of numbers before those of categories. */
  readonly columns: readonly TableColumn[];
  /** [n, columns]: numbers less their mean, in standard deviations of the learning part; of categories the code. */
  readonly values: Float32Array<ArrayBuffer>;
}

export interface TextInputs {
  readonly kind: 'texts';
  readonly texts: readonly Text[];
}

export interface Text {
  /** Empty where there is none. */
  readonly title: string;
  readonly body: string;
}

export type Inputs = ImageInputs | TableInputs | TextInputs;

/** Some inputs of one kind, with what is known about each. */
export interface Part<I extends Inputs = Inputs> {
  readonly n: number;
  readonly inputs: I;
  /** A class for each, as its place among the data set's classes. */
  readonly labels?: Int32Array<ArrayBuffer>;
  /** A number for each, where a number is to be foretold. */
  readonly targets?: Float32Array<ArrayBuffer>;
  /** What each is called: a file, a line, an id. */
  readonly names?: readonly string[];
}

/** Something of the data that could not be read; the rest was. */
export interface Fault {
  /** A file, with the line where there are lines. */
  readonly where: string;
  readonly what: string;
}

/** Data to learn from, where they are from, and under which licence. */
export interface DataSet<I extends Inputs = Inputs> {
  /** As in `--data cifar10`; of one's own data the path. */
  readonly name: string;
  readonly kind: I['kind'];
  /** As its makers state it. */
  readonly licence: string;
  readonly origin: string;
  /** SHA-256 of its files, in hexadecimal digits. */
  readonly checksum: string;
  /** What the labels stand for; empty where there are none. */
  readonly classes: readonly string[];
  /** What the targets are, where there are any. */
  readonly target?: string;
  readonly train: Part<I>;
  /** Held out: nothing is chosen by it. Empty where there are no labels to test with. */
  readonly test: Part<I>;
  readonly faults: readonly Fault[];
}

export function isImages(data: DataSet): data is DataSet<ImageInputs> {
  return data.kind === 'images';
}

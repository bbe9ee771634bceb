import { bytesPerElement, type ArrayOf, type Dtype } from './dtype.ts';
import { denseStrides, isDense, show, ShapeError, sizeOf, type Shape } from './shape.ts';
import type { Storage } from '../memory/storage.ts';
import { adopt } from '../memory/frames.ts';
import type { Origin } from '../tape/origin.ts';

/**
 * An array of any number of axes: a shape, and a view of some storage (where it begins and how far each axis steps).
 * Made by `tensor`, `zeros` and the operations, never by hand. Reshaping, transposing, slicing and broadcasting share
 * storage and copy nothing.
 */
export class Tensor {
  readonly dtype: Dtype;
  readonly shape: Shape;
  /** Elements to step along each axis; 0 where an axis repeats, below 0 where it runs backwards. */
  readonly strides: readonly number[];
  /** Elements before the first one. */
  readonly offset: number;
  readonly size: number;
  /** Whether elements lie one after the other in the order of the shape. */
  readonly dense: boolean;
  /** @internal How it was made, while gradients are recorded. */
  origin: Origin | null = null;
  readonly #storage: Storage;
  #disposed = false;

  /** @internal */
  constructor(storage: Storage, dtype: Dtype, shape: Shape, strides?: readonly number[], offset = 0) {
    this.#storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides ?? denseStrides(shape);
    this.offset = offset;
    this.size = sizeOf(shape);
    this.dense = strides === undefined || isDense(shape, strides);
    storage.references += 1;
    adopt(this);
  }

  /** @internal The memory that it is a view of. */
  get storage(): Storage {
    if (this.#disposed)
      throw new Error(
        `This tensor of shape ${show(this.shape)} was freed: its scope has ended, or it was disposed. Return it from ` +
          'the scope, or keep() it.',
      );
    return this.#storage;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get bytes(): number {
    return this.size * bytesPerElement[this.dtype];
  }

  /** The only element of a tensor of size 1, read at once. On WebGPU use `await data()`. */
  item(): number {
    if (this.size !== 1)
      throw new ShapeError(`item: ${show(this.shape)} holds ${this.size} elements; one was expected.`);
    return Number(this.storage.backend.readNow(this)[0]);
  }

  /** A copy of the elements, in the order of the shape, read at once. On WebGPU use `await data()`. */
  dataNow<D extends Dtype = 'float32'>(): ArrayOf[D] {
    return this.storage.backend.readNow(this) as ArrayOf[D];
  }

  /** A copy of the elements, in the order of the shape. */
  async data<D extends Dtype = 'float32'>(): Promise<ArrayOf[D]> {
    return (await this.storage.backend.read(this)) as ArrayOf[D];
  }

  /** Gives the memory back at once, if no other view uses it. Scopes do it by themselves. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.origin = null;
    this.#storage.references -= 1;
    if (this.#storage.references === 0) this.#storage.backend.free(this.#storage);
  }

  toString(): string {
    return `Tensor ${this.dtype} ${show(this.shape)}`;
  }
}

import { bytesPerElement, elementsOf, type ArrayOf, type Dtype } from '../../array/dtype.ts';
import type { Memory } from './webassembly.ts';

const pageBytes = 65_536;
/** Everything begins at a multiple of this: a cache line, and four vectors. */
const alignment = 64;
/** Kernels read whole vectors: up to 12 bytes behind the last element. */
const slack = 16;

/** A block of memory that is free, or was once: sizes are rounded so that the next step's tensors fit the last one's. */
interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * Linear memory and who uses which part of it. Freed blocks are kept by size and given out again: a step of training asks
 * for the same sizes as the one before. When memory can grow no more, neighbours that are free are joined.
 */
export class Heap {
  readonly memory: Memory;
  readonly #limitPages: number;
  #free = new Map<number, number[]>();
  #sizes = new Map<number, number>();
  #top: number;
  #used = 0;
  #buffer: ArrayBufferLike;
  #views: { [D in Dtype]: ArrayOf[D] };

  /** `begin`: the first address that may be given out. */
  constructor(memory: Memory, limitPages: number, begin: number) {
    this.memory = memory;
    this.#limitPages = limitPages;
    this.#top = align(begin);
    this.#buffer = memory.buffer;
    this.#views = viewsOf(this.#buffer);
  }

  /** All of memory as elements of a kind. Taken anew after every allocation: memory that grows has a new buffer. */
  as<D extends Dtype>(dtype: D): ArrayOf[D] {
    if (this.memory.buffer !== this.#buffer) {
      this.#buffer = this.memory.buffer;
      this.#views = viewsOf(this.#buffer);
    }
    return this.#views[dtype] as ArrayOf[D];
  }

  elements<D extends Dtype>(dtype: D, address: number, length: number): ArrayOf[D] {
    const start = address / bytesPerElement[dtype];
    return this.as(dtype).subarray(start, start + length) as ArrayOf[D];
  }

  /** @returns the address of so many bytes, not cleared. @throws RangeError where memory has reached its limit. */
  allocate(bytes: number): number {
    const size = roundUp(bytes + slack);
    const address = this.#free.get(size)?.pop() ?? this.#extend(size) ?? this.#join(size);
    if (address === null)
      throw new RangeError(
        `Out of memory: ${showMiB(size)} more were asked for, ${showMiB(this.#used)} of at most ` +
          `${showMiB(this.#limitPages * pageBytes)} are in use. Use smaller batches, or scope() what a step makes.`,
      );
    this.#sizes.set(address, size);
    this.#used += size;
    return address;
  }

  release(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new Error(`Nothing was given out at ${address}.`);
    this.#sizes.delete(address);
    this.#used -= size;
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  get usedBytes(): number {
    return this.#used;
  }

  get reservedBytes(): number {
    return this.memory.buffer.byteLength;
  }

  get blocks(): number {
    return this.#sizes.size;
  }

  #extend(size: number): number | null {
    const address = this.#top;
    const missing = address + size - this.memory.buffer.byteLength;
    if (missing > 0 && !this.#grow(Math.ceil(missing / pageBytes))) return null;
    this.#top += size;
    return address;
  }

  /** Grows by an eighth of what there is where that is possible, so that growing is rare. */
  #grow(pages: number): boolean {
    const there = this.memory.buffer.byteLength / pageBytes;
    const room = this.#limitPages - there;
    if (pages > room) return false;
    for (const wanted of [Math.min(room, Math.max(pages, there >> 3)), pages]) {
      try {
        this.memory.grow(wanted);
        return true;
      } catch {
        // The machine has less left than the limit allows.
      }
    }
    return false;
  }

  /** Joins free neighbours, gives what lies at the end back, and looks for a place of the size. */
  #join(size: number): number | null {
    const blocks = [...this.#free].flatMap(([bytes, list]) =>
      list.map((address): Block => ({ address, bytes })),
    );
    blocks.sort((a, b) => a.address - b.address);
    const joined: Block[] = [];
    for (const block of blocks) {
      const last = joined.at(-1);
      if (last !== undefined && last.address + last.bytes === block.address)
        joined[joined.length - 1] = { address: last.address, bytes: last.bytes + block.bytes };
      else joined.push(block);
    }
    const end = joined.at(-1);
    if (end !== undefined && end.address + end.bytes === this.#top) {
      this.#top = end.address;
      joined.pop();
    }
    this.#free = new Map();
    let found: number | null = null;
    for (const { address, bytes } of joined) {
      let begin = address;
      let rest = bytes;
      if (found === null && rest >= size) {
        found = begin;
        begin += size;
        rest -= size;
      }
      // A joined block is kept in parts whose sizes are asked for.
      while (rest >= alignment) {
        const part = roundDown(rest);
        const list = this.#free.get(part);
        if (list === undefined) this.#free.set(part, [begin]);
        else list.push(begin);
        begin += part;
        rest -= part;
      }
    }
    return found ?? this.#extend(size);
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** Steps of an eighth of the next lower power of two: at most 12.5 % is given away, and sizes are few. */
function roundUp(bytes: number): number {
  const step = Math.max(alignment, 2 ** (Math.floor(Math.log2(Math.max(1, bytes))) - 3));
  return Math.ceil(bytes / step) * step;
}

function roundDown(bytes: number): number {
  const step = Math.max(alignment, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.floor(bytes / step) * step;
}

function viewsOf(buffer: ArrayBufferLike): { [D in Dtype]: ArrayOf[D] } {
  const view = <D extends Dtype>(dtype: D): ArrayOf[D] =>
    elementsOf(dtype, buffer, 0, Math.floor(buffer.byteLength / bytesPerElement[dtype]));
  return { float32: view('float32'), int32: view('int32'), uint8: view('uint8') };
}

function showMiB(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MiB`;
}

import { ShapeError, type Shape } from './array/shape.ts';
import type { Tensor } from './array/tensor.ts';
import { call, empty } from './operations/call.ts';
import { add, mul } from './operations/arithmetic.ts';
import { less } from './operations/compare.ts';
import { cast } from './operations/create.ts';
import { floor } from './operations/functions.ts';
import { argSort } from './operations/sort.ts';

/**
 * Names a stream of random numbers (Salmon et al., 2011: Threefry-2x32). The same key gives the same numbers on every
 * back end and any number of threads; a key is used once, and new ones are made of it by `split` or `fold`.
 */
export type Key = readonly [number, number];

/** The key of a seed: a whole number of up to 53 bits. */
export function key(seed: number): Key {
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`A seed is a whole number of up to 53 bits, not ${seed}.`);
  return threefry([0, 0], [seed >>> 0, Math.floor(seed / 4_294_967_296) >>> 0]);
}

/** `count` keys whose streams have nothing to do with each other or with this one's. */
export function split(from: Key, count = 2): Key[] {
  return Array.from({ length: count }, (_, i) => fold(from, i));
}

/** The key of a numbered part of some work: an epoch, a step, a layer. */
export function fold(from: Key, part: number): Key {
  // The high word sets these apart from the blocks of 8 numbers, which count the low word up.
  return threefry(from, [part >>> 0, 0xffffffff]);
}

const rotations = [13, 15, 26, 6, 17, 29, 16, 24];

/** Threefry-2x32 with 20 rounds: two words of a key and two of a counter make two random ones. */
function threefry(from: Key, counter: Key): Key {
  const keys = [from[0], from[1], (from[0] ^ from[1] ^ 0x1bd11bda) >>> 0] as const;
  let a = (counter[0] + keys[0]) >>> 0;
  let b = (counter[1] + keys[1]) >>> 0;
  for (let round = 0; round < 20; round++) {
    const by = rotations[round % 8] as number;
    a = (a + b) >>> 0;
    b = (((b << by) | (b >>> (32 - by))) ^ a) >>> 0;
    if (round % 4 !== 3) continue;
    const group = (round + 1) / 4;
    a = (a + (keys[group % 3] as number)) >>> 0;
    b = (b + (keys[(group + 1) % 3] as number) + group) >>> 0;
  }
  return [a, b];
}

function draw(name: 'bits' | 'uniform' | 'normal', from: Key, y: Tensor): Tensor {
  return call('random', [], [y], { name, key: from });
}

/** Numbers evenly distributed in [low, high), with 24 bits. */
export function uniform(from: Key, shape: Shape, low = 0, high = 1): Tensor {
  const y = draw('uniform', from, empty(shape));
  return low === 0 && high === 1 ? y : add(mul(y, high - low), low);
}

/** Normally distributed numbers (Box and Muller, 1958); none is further out than 5.8 deviations. */
export function normal(from: Key, shape: Shape, mean = 0, deviation = 1): Tensor {
  const y = draw('normal', from, empty(shape));
  return mean === 0 && deviation === 1 ? y : add(mul(y, deviation), mean);
}

/** int32 words, every value as likely. */
export function bits(from: Key, shape: Shape): Tensor {
  return draw('bits', from, empty(shape, 'int32'));
}

/** 1 with a probability, 0 otherwise. */
export function bernoulli(from: Key, probability: number, shape: Shape): Tensor {
  return less(uniform(from, shape), probability);
}

/** int32 whole numbers in [low, high), all as likely up to one part in 2^24 / (high - low). */
export function integers(from: Key, shape: Shape, low: number, high: number): Tensor {
  if (!(high > low)) throw new ShapeError(`integers: there is none in [${low}, ${high}).`);
  return cast(add(floor(mul(uniform(from, shape), high - low)), low), 'int32');
}

/** int32 [n]: 0 to n - 1 in random order. */
export function permutation(from: Key, n: number): Tensor {
  return argSort(uniform(from, [n]));
}

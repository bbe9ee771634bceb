import { random, start, sum, tanh, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { graphConvolution, normalisedAdjacency, passToNeighbours } from './graph-convolution.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[]): number[] =>
  wanted.map((value) => expect.closeTo(value, 5) as number);
/** 0 - 1 - 2, and 3 alone. */
const path = (): ReturnType<typeof normalisedAdjacency> =>
  normalisedAdjacency(Int32Array.from([0, 1, 2, 1]), 4);

describe('graph convolution', () => {
  test('gives each node its neighbours, over the roots of both degrees', () => {
    const root = Math.SQRT2;
    expect(numbers(passToNeighbours(path(), tensor([[1], [10], [100], [1000]])))).toEqual(
      close([10 / root, 1 / root + 100 / root, 10 / root, 0]),
    );
  });

  test('is the mean over its layers', () => {
    const x = tensor([[1, 0], [10, 1], [100, 2], [7, 3]]); // prettier-ignore
    const one = passToNeighbours(path(), x);
    const two = numbers(passToNeighbours(path(), one));
    const wanted = numbers(x).map(
      (value, i) => (value + (numbers(one)[i] as number) + (two[i] as number)) / 3,
    );
    expect(numbers(graphConvolution(path(), x, 2))).toEqual(close(wanted));
    expect(numbers(graphConvolution(path(), x, 0))).toEqual(numbers(x));
  });

  test('keeps roots of degrees, to which every step is 1', () => {
    const roots = [1, Math.SQRT2, 1, 0];
    expect(numbers(passToNeighbours(path(), tensor(Float32Array.from(roots), [4, 1])))).toEqual(close(roots));
  });

  test('has right gradients', () => {
    const adjacency = path();
    checkGradient(({ x }: { x: Tensor }) => sum(tanh(graphConvolution(adjacency, x, 2))), {
      x: random.normal(random.key(1), [4, 3]),
    });
  });

  test('tells what does not fit', () => {
    expect(() => normalisedAdjacency(Int32Array.from([0, 4]), 4)).toThrow(
      'edge 0 names node 4; they are 0 to 3',
    );
    expect(() => normalisedAdjacency(Int32Array.from([0]), 4)).toThrow('1 ends are no pairs');
    expect(() => graphConvolution(path(), tensor([[1]]), 1)).toThrow('4 nodes, and x is [1, 1]');
    expect(() => graphConvolution(path(), tensor([[1]]), 0.5)).toThrow('not 0.5');
  });
});

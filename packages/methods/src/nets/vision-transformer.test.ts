import { random, start, sum, tanh, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { evaluationPass } from './pass.ts';
import { patches } from './patches.ts';
import { sinCosGrid, sinCosPositions } from './positions.ts';
import { visionTransformer, type VisionTransformerOptions } from './vision-transformer.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const small: VisionTransformerOptions = { patch: 2, width: 8, layers: 2, heads: 2, hidden: 8 };

describe('patches', () => {
  test('are cut row by row, each laid out in its own rows', () => {
    const image = tensor(
      Float32Array.from({ length: 16 }, (_, i) => i),
      [1, 2, 4, 2],
    );
    expect(patches(image, 2).shape).toEqual([1, 2, 8]);
    expect(numbers(patches(image, 2))).toEqual([0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15]);
  });

  test('fill the image', () => {
    expect(() => patches(random.normal(random.key(1), [1, 4, 6, 3]), 4)).toThrow('[1, 4, 6, 3]');
  });
});

describe('fixed positions', () => {
  test('are sines and cosines', () => {
    const found = numbers(sinCosPositions(3, 4)).slice(8);
    const wanted = [Math.sin(2), Math.sin(0.02), Math.cos(2), Math.cos(0.02)];
    expect(found).toEqual(wanted.map((value) => expect.closeTo(value, 5) as number));
  });

  test('of a grid tell rows in one half and columns in the other', () => {
    const rows = numbers(sinCosGrid(2, 3, 8));
    const at = (place: number, from: number): number[] => rows.slice(place * 8 + from, place * 8 + from + 4);
    expect(at(3, 0)).toEqual(at(5, 0));
    expect(at(0, 0)).not.toEqual(at(3, 0));
    expect(at(1, 4)).toEqual(at(4, 4));
    expect(() => sinCosGrid(2, 2, 6)).toThrow('multiple of 4, not 6');
  });
});

describe('the vision transformer', () => {
  test.each([
    { pooling: 'class-token', positions: 'learned', tokens: 7 },
    { pooling: 'mean', positions: 'sin-cos', tokens: 6 },
  ] as const)('with $pooling and $positions gives one row of its width', ({ pooling, positions, tokens }) => {
    const net = visionTransformer([4, 6, 3], { ...small, pooling, positions });
    const [parameters, images] = [net.init(random.key(1)), random.uniform(random.key(2), [3, 4, 6, 3])];
    expect(net.run(parameters, images, evaluationPass()).shape).toEqual([3, 8]);
    expect(net.tokens(parameters, images, evaluationPass()).shape).toEqual([3, tokens, 8]);
    expect('positions' in parameters).toBe(positions === 'learned');
  });

  test('knows where a patch lies', () => {
    const net = visionTransformer([2, 4, 1], { ...small, pooling: 'mean', positions: 'sin-cos' });
    const parameters = net.init(random.key(1));
    const run = (image: readonly number[]): number[] =>
      numbers(net.run(parameters, tensor(Float32Array.from(image), [1, 2, 4, 1]), evaluationPass()));
    const found = run([1, 1, 0, 0, 1, 1, 0, 0]);
    expect(run([0, 0, 1, 1, 0, 0, 1, 1])).not.toEqual(
      found.map((value) => expect.closeTo(value, 3) as number),
    );
  });

  test('has right gradients', () => {
    const net = visionTransformer([4, 4, 1], { ...small, width: 4, layers: 1, hidden: 6 });
    const images = random.normal(random.key(2), [3, 4, 4, 1]);
    checkGradient(
      (parameters: ReturnType<typeof net.init>) => sum(tanh(net.run(parameters, images, evaluationPass()))),
      net.init(random.key(1)),
      { step: 4e-3 },
    );
  });

  test('tells options and inputs that do not fit', () => {
    expect(() => visionTransformer([5, 4, 3], small)).toThrow('squares of 2 pixels');
    expect(() => visionTransformer([4, 4, 3], { ...small, heads: 3 })).toThrow(
      '3 heads do not divide the width 8',
    );
    const net = visionTransformer([4, 4, 3], small);
    expect(() =>
      net.run(net.init(random.key(1)), random.normal(random.key(1), [2, 4, 4, 1]), evaluationPass()),
    ).toThrow('not [2, 4, 4, 1]');
  });
});

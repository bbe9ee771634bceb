import { random, start, tensor } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import type { ImageInputs } from '../data/data-set.ts';
import { viewsOf } from './views-of.ts';

beforeAll(() => start());

const inputs: ImageInputs = { kind: 'images', shape: [8, 8, 3], pixels: new Uint8Array(4 * 192).fill(128) };
const images = () => tensor(inputs.pixels, [4, 8, 8, 3]);
const needs = { views: 2, labels: false };

test('strong views of an even grey are further from it than usual ones', () => {
  const reach = (strength: 'usual' | 'strong'): number => {
    const make = viewsOf({ kind: 'images', shape: [8, 8, 3] }, images(), inputs, needs, strength);
    let most = 0;
    for (let i = 0; i < 20; i++)
      for (const view of make(tensor(Int32Array.of(0, 1, 2, 3)), random.key(i)))
        for (const value of view.dataNow()) most = Math.max(most, Math.abs(value - 128 / 255));
    return most;
  };
  // Brightness alone changes grey, by up to 0.4 and 0.8 of itself.
  expect(reach('usual')).toBeLessThan(0.21);
  expect(reach('strong')).toBeGreaterThan(0.25);
});

test('only images have strong views', () => {
  const table = { kind: 'table' as const, columns: [] };
  expect(() =>
    viewsOf(
      table,
      tensor([[1]]),
      { kind: 'table', columns: [], values: new Float32Array(1) },
      needs,
      'strong',
    ),
  ).toThrow('Of table there are usual views alone');
});

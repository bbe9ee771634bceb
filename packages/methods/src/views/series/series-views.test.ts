import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { seriesViews } from './series-views.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const nothing = { jitter: 0, scaling: 0, views: 1 };
/** Two series of 50 steps that rise evenly, the second channel ten times as high. */
const rising = (): Tensor =>
  tensor(
    Float32Array.from({ length: 200 }, (_, at) => (Math.floor(at / 2) % 50) * (at % 2 === 0 ? 1 : 10)),
    [2, 50, 2],
  );
const both = (): Tensor => tensor([0, 1], [2], 'int32');
const view = (options: Parameters<typeof seriesViews>[1], seed = 1): number[] =>
  numbers(seriesViews(rising(), { ...nothing, ...options })(both(), random.key(seed))[0] as Tensor);

describe('views of series', () => {
  test('of which every part is left out are the series', () => {
    expect(view({})).toEqual(numbers(rising()));
  });

  test('that are cropped are stretched parts, and rise by as much at each step', () => {
    const found = view({ crop: 0.5 });
    for (const series of [0, 1]) {
      const at = (step: number): number => found[100 * series + 2 * step] as number;
      const share = at(1) - at(0);
      expect(share).toBeGreaterThanOrEqual(0.5 - 1e-4);
      expect(share).toBeLessThan(1);
      expect(at(0)).toBeGreaterThanOrEqual(0);
      expect(at(49)).toBeLessThanOrEqual(49 + 1e-3);
      for (let step = 1; step < 50; step++) expect(at(step) - at(step - 1)).toBeCloseTo(share, 3);
    }
  });

  test('scale a channel as a whole', () => {
    const found = view({ scaling: 0.3 });
    for (const from of [0, 1, 100, 101]) {
      const factor = (found[from + 2] as number) / (from % 2 === 0 ? 1 : 10);
      expect(Math.abs(factor - 1)).toBeGreaterThan(1e-4);
      for (let step = 0; step < 50; step++)
        expect(found[from + 2 * step]).toBeCloseTo(factor * step * (from % 2 === 0 ? 1 : 10), 2);
    }
  });

  test('have noise of the deviation that is said', () => {
    const found = view({ jitter: 0.2 });
    const off = numbers(rising()).map((value, at) => (found[at] as number) - value);
    const spread = Math.sqrt(off.reduce((total, value) => total + value * value, 0) / off.length);
    expect(spread).toBeGreaterThan(0.15);
    expect(spread).toBeLessThan(0.25);
  });

  test('drop channels and leave one', () => {
    let dropped = 0;
    for (let seed = 0; seed < 20; seed++) {
      const found = view({ dropChannels: 0.9 }, seed);
      const silent = [0, 1].filter((channel) => found[2 + channel] === 0);
      expect(silent.length).toBeLessThan(2);
      dropped += silent.length;
    }
    expect(dropped).toBeGreaterThan(10);
  });

  test('are as many as asked for, and the same for the same key', () => {
    const make = seriesViews(rising(), { views: 3, crop: 0.5 });
    const views = make(both(), random.key(1)).map(numbers);
    expect(new Set(views.map(String)).size).toBe(3);
    expect(make(both(), random.key(1)).map(numbers)).toEqual(views);
  });

  test('tell options that are out of range', () => {
    expect(() => seriesViews(rising(), { crop: 0 })).toThrow('crop is above 0, to 1, not 0');
    expect(() => seriesViews(rising(), { jitter: -1 })).toThrow('jitter is at least 0, not -1');
    expect(() => seriesViews(tensor([[1]]))).toThrow('not [1, 1]');
  });
});

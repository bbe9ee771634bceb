import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { tableViews } from './table-views.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
/** Row i holds 100·i + 1, 100·i + 2, … */
const rows = (n: number, columns: number): Tensor =>
  tensor(
    Float32Array.from(
      { length: n * columns },
      (_, at) => 100 * Math.floor(at / columns) + (at % columns) + 1,
    ),
    [n, columns],
  );
const all = (n: number): Tensor => tensor(Int32Array.from({ length: n }, (_, i) => i));

describe('views of tables', () => {
  test("change the share that is said by other rows' values of the same column", () => {
    const [one, other] = tableViews(rows(50, 10), { changed: 0.65 })(all(50), random.key(1)) as [
      Tensor,
      Tensor,
    ];
    const found = numbers(one);
    let [changed, same] = [0, 0];
    found.forEach((value, at) => {
      expect((value - 1) % 100).toBe(at % 10);
      if (Math.floor(value / 100) === Math.floor(at / 10)) same++;
      else changed++;
    });
    // Six of ten in each row; one in fifty of them from the row itself.
    expect(changed + same).toBe(500);
    expect(changed).toBeLessThanOrEqual(300);
    expect(changed).toBeGreaterThan(270);
    expect(numbers(other)).not.toEqual(found);
  });

  test('take other rows from the whole table, not from the batch', () => {
    const make = tableViews(rows(40, 4), { changed: 1 });
    const found = numbers(make(tensor([0, 1], [2], 'int32'), random.key(1))[0] as Tensor);
    expect(found.some((value) => value >= 200)).toBe(true);
  });

  test('are 0 where they are masked', () => {
    const [one] = tableViews(rows(20, 4), { by: 'zero', changed: 0.5 })(all(20), random.key(1)) as [Tensor];
    const found = numbers(one);
    for (let i = 0; i < 20; i++)
      expect(found.slice(4 * i, 4 * i + 4).filter((value) => value === 0)).toHaveLength(2);
  });

  test('have noise on numbers alone', () => {
    const options = { changed: 0, noise: 0.5, numeric: 1 };
    const found = numbers(tableViews(rows(200, 2), options)(all(200), random.key(1))[0] as Tensor);
    const off = found.map((value, at) => value - (100 * Math.floor(at / 2) + (at % 2) + 1));
    expect(off.filter((_, at) => at % 2 === 1).every((value) => value === 0)).toBe(true);
    const spread = Math.sqrt(off.reduce((total, value) => total + value * value, 0) / 200);
    expect(spread).toBeGreaterThan(0.4);
    expect(spread).toBeLessThan(0.6);
  });

  test('may begin with the row as it is, and are the same for the same key', () => {
    const make = tableViews(rows(9, 3), { firstAsItIs: true, views: 3 });
    const views = make(tensor([4, 2], [2], 'int32'), random.key(1)).map(numbers);
    expect(views[0]).toEqual([401, 402, 403, 201, 202, 203]);
    expect(make(tensor([4, 2], [2], 'int32'), random.key(1)).map(numbers)).toEqual(views);
    expect(views[1]).not.toEqual(views[2]);
  });

  test('tell options that are out of range', () => {
    expect(() => tableViews(rows(2, 2), { changed: 1.5 })).toThrow('changed is from 0 to 1, not 1.5');
    expect(() => tableViews(rows(2, 2), { views: 0 })).toThrow('not 0');
    expect(() => tableViews(tensor([1]))).toThrow('not [1]');
  });
});

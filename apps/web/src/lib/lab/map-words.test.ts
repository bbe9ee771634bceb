import { expect, it } from 'vitest';
import { mapInNumbers } from './map-words.ts';

it('tells classes that keep together from those that mix', () => {
  // Six of class 0 far to the left; classes 1 and 2 in turn on a line to the right.
  const left = [0, 1, 2, 3, 4, 5].flatMap((i) => [-100 + 0.1 * i, 0]);
  const right = Array.from({ length: 12 }, (_, i) => [i, 0]).flat();
  const labels = [...Array<number>(6).fill(0), ...Array.from({ length: 12 }, (_, i) => 1 + (i % 2))];
  const [zero, one, two] = mapInNumbers([...left, ...right], labels);
  expect(zero).toEqual({ label: 0, n: 6, together: 1, mixedWith: null });
  expect(one).toMatchObject({ label: 1, n: 6, mixedWith: 2 });
  expect(two).toMatchObject({ label: 2, n: 6, mixedWith: 1 });
  // Of the five nearest on the line two are two steps away, and of the same class; the next is a draw.
  expect(one?.together).toBeGreaterThan(0.3);
  expect(one?.together).toBeLessThan(0.6);
});

it('has nothing to say of one point alone', () => {
  expect(mapInNumbers([0, 0], [7])).toEqual([{ label: 7, n: 1, together: 0, mixedWith: null }]);
});

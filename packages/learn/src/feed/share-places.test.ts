import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharePlaces } from './share-places.ts';

const listOf = (floor: number, ...ranked: (readonly [id: number, score: number])[]) => ({
  floor,
  ranked: ranked.map(([id, score]) => ({ id, score })),
});

test('the best score has the next place, and who is behind the floor before that', () => {
  const loud = listOf(0, [1, 9], [2, 8], [3, 7], [4, 6]);
  const quiet = listOf(0.5, [3, 3], [5, 2], [6, 1]);
  expect(sharePlaces([loud, quiet], 5)).toEqual([
    { id: 1, list: 0, byFloor: false },
    { id: 3, list: 1, byFloor: true },
    { id: 2, list: 0, byFloor: false },
    { id: 5, list: 1, byFloor: true },
    { id: 4, list: 0, byFloor: false },
  ]);
  expect(sharePlaces([loud, { ...quiet, floor: 0 }], 4).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('ends where the lists do', () => {
  expect(sharePlaces([], 3)).toEqual([]);
  expect(sharePlaces([listOf(1), listOf(0, [1, 1])], 3)).toEqual([{ id: 1, list: 1, byFloor: false }]);
});

test('no paper stands twice, and floors hold at every length as long as there are papers', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(fc.tuple(fc.nat(40), fc.double({ min: -2, max: 2, noNaN: true })), { maxLength: 30 }),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
      fc.nat(25),
      (drawn, places) => {
        const lists = drawn.map((pairs, i) => ({
          floor: 1 / drawn.length,
          // Papers of their own, so that nobody takes another's.
          ranked: [...new Map(pairs)]
            .map(([id, score]) => ({ id: id * drawn.length + i, score }))
            .sort((a, b) => b.score - a.score),
        }));
        const mixed = sharePlaces(lists, places);
        expect(new Set(mixed.map(({ id }) => id)).size).toBe(mixed.length);
        const all = lists.reduce((sum, { ranked }) => sum + ranked.length, 0);
        expect(mixed).toHaveLength(Math.min(places, all));
        lists.forEach(({ floor, ranked }, list) => {
          for (let n = 1; n <= mixed.length; n++) {
            const had = mixed.slice(0, n).filter((place) => place.list === list).length;
            // Several may be owed a place at once, and each waits for those before it.
            const owed = Math.floor(floor * n + 1e-9) - (lists.length - 1);
            expect(had).toBeGreaterThanOrEqual(Math.min(owed, ranked.length));
          }
        });
      },
    ),
  );
});

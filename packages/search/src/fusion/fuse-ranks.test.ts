import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuseRanks, type RankedSide } from './fuse-ranks.ts';

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 });
const side = fc.record({ ids, weight: fc.constantFrom(0, 0.5, 1, 2) });
const sides = fc.array(side, { minLength: 1, maxLength: 4 });
const k = fc.constantFrom(0, 1, 60);

test('adds weighted reciprocal ranks', () => {
  const fused = fuseRanks(
    [
      { ids: [7, 8], weight: 1 },
      { ids: [9, 7], weight: 2 },
    ],
    60,
  );
  expect(fused).toEqual([
    { id: 7, score: 1 / 61 + 2 / 62, ranks: [1, 2] },
    { id: 9, score: 2 / 61, ranks: [null, 1] },
    { id: 8, score: 1 / 62, ranks: [2, null] },
  ]);
});

test('one side alone keeps its order, and equal scores put the newer paper first', () => {
  expect(fuseRanks([{ ids: [3, 9, 1], weight: 0.1 }], 60).map(({ id }) => id)).toEqual([3, 9, 1]);
  const both: RankedSide[] = [
    { ids: [3], weight: 1 },
    { ids: [9], weight: 1 },
  ];
  expect(fuseRanks(both, 60).map(({ id }) => id)).toEqual([9, 3]);
});

test('the order of the sides does not matter', () => {
  fc.assert(
    fc.property(sides, k, (given, constant) => {
      const there = fuseRanks(given, constant);
      const back = fuseRanks([...given].reverse(), constant);
      const scores = new Map(back.map(({ id, score }) => [id, score]));
      expect(back).toHaveLength(there.length);
      for (const { id, score } of there) expect(scores.get(id)).toBeCloseTo(score, 12);
    }),
  );
});

test('every paper of a side that counts is there once, and no other', () => {
  fc.assert(
    fc.property(sides, k, (given, constant) => {
      const fused = fuseRanks(given, constant).map(({ id }) => id);
      const all = new Set(given.filter(({ weight }) => weight > 0).flatMap((one) => one.ids));
      expect(fused).toHaveLength(all.size);
      expect(new Set(fused)).toEqual(all);
    }),
  );
});

test('a paper that rises on one side loses to nobody whom it led before', () => {
  fc.assert(
    fc.property(sides, k, fc.nat(), fc.nat(), (given, constant, whichSide, whichPlace) => {
      const at = whichSide % given.length;
      const chosen = given[at];
      if (chosen === undefined || chosen.ids.length < 2) return;
      const place = 1 + (whichPlace % (chosen.ids.length - 1));
      const risen = [...chosen.ids];
      const [paper] = risen.splice(place, 1);
      risen.splice(place - 1, 0, paper ?? 0);
      const before = fuseRanks(given, constant);
      const after = fuseRanks(
        given.map((one, i) => (i === at ? { ...one, ids: risen } : one)),
        constant,
      );
      const ahead = (list: typeof before) =>
        new Set(
          list
            .slice(
              0,
              list.findIndex(({ id }) => id === paper),
            )
            .map(({ id }) => id),
        );
      for (const id of ahead(after)) expect(ahead(before)).toContain(id);
    }),
  );
});

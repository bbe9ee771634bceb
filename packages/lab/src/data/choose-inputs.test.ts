import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseInputs, fewOfEachClass, forChoosing, heldOutPlaces, holdOut, limited } from './choose-inputs.ts';
import type { DataSet, ImageInputs } from './data-set.ts';

/** Image i is one pixel of colour i, of class i modulo 3. */
function made(n: number): DataSet<ImageInputs> {
  const part = (count: number) => ({
    n: count,
    inputs: {
      kind: 'images' as const,
      shape: [1, 1, 2] as const,
      pixels: Uint8Array.from({ length: count * 2 }, (_, i) => i >> 1),
    },
    labels: Int32Array.from({ length: count }, (_, i) => i % 3),
    names: Array.from({ length: count }, (_, i) => `image ${i}`),
  });
  return {
    name: 'made',
    kind: 'images',
    licence: '',
    origin: '',
    checksum: '',
    classes: ['a', 'b', 'c'],
    train: part(n),
    test: part(n),
    faults: [],
  };
}

test('chosen inputs keep their pixels, labels and names together', () => {
  const found = chooseInputs(made(6).train, [5, 0, 5]);
  expect(found).toMatchObject({ n: 3, names: ['image 5', 'image 0', 'image 5'] });
  expect([...found.inputs.pixels]).toEqual([5, 5, 0, 0, 5, 5]);
  expect([...(found.labels ?? [])]).toEqual([2, 0, 2]);
  expect(() => chooseInputs(made(6).train, [6])).toThrow('There is no input 6 among 6.');
});

test('a limit takes the same inputs every time, and of both parts', () => {
  const [one, other] = [limited(made(100), 10), limited(made(100), 10)];
  expect(one).toEqual(other);
  expect([one.train.n, one.test.n]).toEqual([10, 10]);
  expect(limited(made(5), 10)).toEqual(made(5));
});

test('a few of each class leave the test part whole', () => {
  const few = fewOfEachClass(made(30), 2);
  expect([...(few.train.labels ?? [])].sort()).toEqual([0, 0, 1, 1, 2, 2]);
  expect(few.test.n).toBe(30);
});

test('what is held out is not learnt from, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (n, share, seed) => {
      const { train, test: held } = heldOutPlaces(n, share, seed);
      expect([...train, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      expect(held.length).toBe(Math.round(n * share));
    }),
  );
  const { train, test: held } = holdOut(made(10).train, 0.3, 1);
  expect([train.n, held.n]).toEqual([7, 3]);
});

test('for choosing, a fifth of the learning part stands in for the test part', () => {
  const data = { ...made(20), test: chooseInputs(made(100).train, [90, 91]) };
  const { train, test: held } = forChoosing(data);
  expect([train.n, held.n]).toEqual([16, 4]);
  const all = [...(train.names ?? []), ...(held.names ?? [])];
  expect(all.toSorted()).toEqual([...(data.train.names ?? [])].toSorted());
});

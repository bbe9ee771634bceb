import {
  addEncoder,
  findNextTexts,
  ingest,
  writeVectors,
  type ReadItem,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frame } from '../../map/map-data.ts';
import { askedPapers } from './asked-papers.ts';
import { fitToFrame } from './fit-to-frame.ts';
import { mapOfPapers } from './map-of-papers.ts';

describe('fitting into the frame', () => {
  test('keeps every point inside and all distances in proportion', () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }), (points) => {
        const fitted = fitToFrame(points.flat());
        for (const { x, y } of fitted) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(frame.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(frame.height);
        }
      }),
    );
    const [a, b, c] = fitToFrame([0, 0, 2, 0, 0, 1]);
    const across = (b?.x ?? 0) - (a?.x ?? 0);
    expect(across).toBeGreaterThan(900);
    expect((c?.y ?? 0) - (a?.y ?? 0)).toBeCloseTo(across / 2, 0);
  });

  test('puts a single point into the middle', () => {
    expect(fitToFrame([7, -3])).toEqual([{ x: 500, y: 380 }]);
    expect(fitToFrame([])).toEqual([]);
  });
});

describe('a map of papers', () => {
  const subjects = ['protein folding', 'machine translation'];
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
    const items = Array.from({ length: 24 }, (_, i): ReadItem => ({
      ok: true,
      position: String(i),
      record: {
        source: 'arxiv',
        key: `k${i}`,
        identities: [],
        title: i === 5 ? 'Of $x^2$ and proteins' : `Study ${i} of ${subjects[i % 2]}`,
        abstract: `All about ${subjects[i % 2]}.`,
        authors: ['Ada', 'Ben', 'Cai', 'Dee'].slice(0, 1 + (i % 4)).map((name) => ({ name: `${name} ${i}` })),
        categories: [i < 12 ? 'cs.LG' : 'cs.CL'],
        published: { value: '2026-03-10T15:00:00.000Z', precision: 'time' },
      },
    }));
    await ingest(store, items, { kind: 'import', origin: 'fixtures' });
  });
  afterAll(() => store.close());
  const asked = (of: string) =>
    askedPapers(store, of, new Date('2026-03-12T12:00:00Z'), () => Promise.resolve(null));

  test('is asked by the address of a list, narrowed as lists are', async () => {
    const month = await asked('/month/2026-03');
    expect(month).toMatchObject({ path: '/month/2026-03', total: 24, next: '/month/2026-04' });
    expect(month?.papers).toHaveLength(24);
    const narrowed = await asked('/month/2026-03?category=cs.CL');
    expect(narrowed).toMatchObject({
      path: '/month/2026-03?category=cs.CL',
      title: 'March 2026, cs.CL',
      total: 12,
      previous: '/month/2026-02?category=cs.CL',
    });
    expect(await asked('/search?q=protein')).toMatchObject({
      path: '/search?q=protein',
      title: 'Search: protein',
    });
    for (const of of [
      '/month/2026-13',
      '/papers/1',
      'https://example.org/trending',
      '//',
      '/search?q=',
      '/authors/%E0%A4%A',
    ])
      // prettier-ignore
      expect(await asked(of), of).toBeNull();
  });

  test('has points topic by topic, and names the papers that have no vector', async () => {
    const month = await asked('/month/2026-03');
    const papers = month?.papers ?? [];
    const texts = await findNextTexts(store, 0, 100);
    const id = await addEncoder(store, {
      fingerprint: 'f',
      name: 'f',
      dimensions: 3,
      model: null,
      about: {},
    });
    await writeVectors(
      store,
      { id, dimensions: 3 },
      texts
        .filter((_, i) => i !== 7)
        .map(({ id: paperId, abstract }) => ({
          paperId,
          codes: abstract.includes('protein')
            ? Int8Array.of(120, 10, paperId % 5)
            : Int8Array.of(5, 120, paperId % 7),
        })),
    );
    const map = await mapOfPapers(store, { id, dimensions: 3 }, papers);
    expect(map.topics.map(({ papers: count }) => count)).toEqual([12, 11]);
    expect(map.topics.map(({ words }) => words[0]).sort()).toEqual([
      'machine translation',
      'protein folding',
    ]);
    expect(map.points.map(({ topic }) => topic)).toEqual([...Array(12).fill(0), ...Array(11).fill(1)]);
    expect(map.without).toHaveLength(1);
    expect(map.points.every(({ x, y }) => x >= 0 && x <= frame.width && y >= 0 && y <= frame.height)).toBe(
      true,
    );
    const formula = [...map.points, ...map.without].find(({ title }) => title.includes('$'));
    expect(formula?.titleHtml).toContain('<math');
    const four = map.points.find(({ authors }) => authors.includes('more'));
    expect(four?.authors).toMatch(/^Ada \d+, Ben \d+, Cai \d+ and 1 more$/);
    // The same papers in another order: the same map, in the other order.
    const turned = await mapOfPapers(store, { id, dimensions: 3 }, papers.toReversed());
    const byKey = (points: typeof map.points) => points.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(byKey(turned.points)).toEqual(byKey(map.points));
    const keysOf = (points: typeof map.points) =>
      points.filter(({ topic }) => topic === 0).map(({ key }) => key);
    expect(keysOf(turned.points)).toEqual(keysOf(map.points).toReversed());
  });
});

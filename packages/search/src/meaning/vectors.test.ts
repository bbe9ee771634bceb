import { ingest, prepareNearestIndex, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { findNear } from './find-near.ts';
import { IndexedVectors } from './indexed-vectors.ts';
import type { NearestPapers } from './nearest-papers.ts';
import { meanCodes, queryCodes } from './query-codes.ts';
import { encodePapers, useSignEncoder, type signEncoder } from './testing.ts';
import { vectorsOf } from './vectors-of.ts';

let store: Store;
const count = 300;
const text = (number: number) => `word${number % 17} term${number % 23} thing${number % 29} item${number}`;
beforeAll(async () => {
  store = await openTestStore();
  await take(Array.from({ length: count }, (_, number) => [number, text(number)]));
}, 60_000);
afterEach(() => void vi.useRealTimers());
afterAll(() => store.close());

async function take(papers: readonly (readonly [number: number, abstract: string])[]): Promise<void> {
  const items = papers.map(([number, abstract]): ReadItem => ({
    ok: true,
    position: `item ${number}`,
    record: {
      source: 'fixture',
      key: String(number),
      identities: [],
      title: `Paper number${number}`,
      abstract,
      authors: [{ name: 'Ada Lovelace' }],
      categories: [number % 2 === 0 ? 'cs.LG' : 'cs.CV'],
    },
  }));
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
}

const all = { where: 'true', parameters: [] };
const even = { where: `p.categories @> $2::text[]`, parameters: [['cs.LG']] };
const idsOf = async (numbers: readonly number[]) => {
  const rows = await store.query<{ id: number; key: string }>('select paper_id as id, key from records');
  const byKey = new Map(rows.map(({ id, key }) => [key, id]));
  return numbers.map((number) => byKey.get(String(number)) ?? 0);
};

/** By comparing with each vector that the store holds. */
async function plainNearest(encoderId: number, query: Int8Array, most: number, category: string) {
  const rows = await store.query<{ id: number; codes: Uint8Array }>(
    `select v.paper_id as id, v.codes from paper_vectors v join papers p on p.id = v.paper_id
      where v.encoder_id = $1 and ($2 = '' or $2 = any(p.categories))`,
    [encoderId, category],
  );
  return rows
    .map(({ id, codes }) => {
      const numbers = Int8Array.from(codes, (code) => (code << 24) >> 24);
      const dot = query.reduce((sum, x, i) => sum + x * (numbers[i] ?? 0), 0);
      return { id, cosine: dot / Math.hypot(...numbers) / Math.hypot(...query) };
    })
    .filter(({ cosine }) => cosine > 0)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, most);
}

async function codesOf(encoder: ReturnType<typeof signEncoder>, words: string): Promise<Int8Array> {
  return queryCodes(await encoder.encode([words])) ?? new Int8Array(encoder.dimensions);
}

/** Equally near ones may stand in any order. */
function close(found: readonly { cosine: number }[], expected: readonly { cosine: number }[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach(({ cosine }, i) => expect(cosine).toBeCloseTo(expected[i]?.cosine ?? Number.NaN, 9));
}

test('the scan finds the nearest, under conditions too, and goes as deep as it must', async () => {
  const encoder = await useSignEncoder(store, 64);
  const vectors = await vectorsOf(store, encoder);
  const query = await codesOf(encoder, 'word3 term5 thing7');
  for (const [conditions, category] of [
    [all, ''],
    [even, 'cs.LG'],
  ] as const) {
    const expected = await plainNearest(encoder.id, query, 12, category);
    for (const [found = []] of [
      await vectors.nearest(query, 12, conditions),
      await findNear(store, vectors, query, 12, conditions),
    ]) {
      close(found, expected);
    }
  }
  // One paper alone meets this, and it is among the nearest of nobody.
  const [rare = 0] = await idsOf([211]);
  const one = { where: 'p.id = $2::bigint', parameters: [rare] };
  const rareCodes = await codesOf(encoder, 'item211');
  expect((await vectors.nearest(rareCodes, 5, one))[0]?.map(({ id }) => id)).toEqual([rare]);
  expect((await findNear(store, vectors, rareCodes, 5, one))[0]?.map(({ id }) => id)).toEqual([rare]);
  expect((await vectors.nearest(await codesOf(encoder, 'item3'), 1, one, true))[0]).toEqual([]);
  expect((await vectors.nearest(query, 0, all))[0]).toEqual([]);
});

test('what was written since is found after a second: new papers, papers encoded again, and none that are gone', async () => {
  const encoder = await useSignEncoder(store, 64);
  vi.useFakeTimers({ toFake: ['Date'] });
  await vectorsOf(store, encoder);
  const nearest = async (words: string) =>
    (await (await vectorsOf(store, encoder)).nearest(await codesOf(encoder, words), 1, all))[0]?.[0];
  await take([
    [900, 'zebra'],
    [7, 'giraffe, revised'],
  ]);
  const [fresh = 0, revised = 0] = await idsOf([900, 7]);
  await encodePapers(store, encoder, [fresh, revised]);
  expect((await nearest('zebra'))?.id).not.toBe(fresh);
  vi.setSystemTime(Date.now() + 1500);
  expect((await nearest('zebra'))?.id).toBe(fresh);
  expect((await nearest('giraffe revised'))?.id).toBe(revised);
  await store.query('delete from papers where id = $1', [fresh]);
  expect((await nearest('zebra'))?.id).not.toBe(fresh);
  expect((await (await vectorsOf(store, encoder)).codesOf([revised, 999_999])).size).toBe(1);
});

test('another encoder’s vectors take the place of the first one’s as a whole', async () => {
  const first = await useSignEncoder(store, 64);
  await vectorsOf(store, first);
  const second = await useSignEncoder(store, 32, { word3: 'nothing' });
  const vectors = await vectorsOf(store, second);
  const query = await codesOf(second, 'word4 term5');
  const found = (await vectors.nearest(query, 5, all))[0] ?? [];
  const expected = await plainNearest(second.id, query, 5, '');
  close(found, expected);
  expect(await vectorsOf(store, second)).toBe(vectors);
  expect(await vectorsOf(store, first)).not.toBe(vectors);
});

test('an encoder of which nothing was encoded finds nothing', async () => {
  const vectors = await vectorsOf(store, { id: 424_242, dimensions: 8 });
  expect(await vectors.nearest(new Int8Array(8).fill(5), 5, all)).toEqual([[]]);
  expect(await vectors.nearestAmong(new Int8Array(8).fill(5), 5, await idsOf([1, 2]))).toEqual([[]]);
});

test('pgvector’s index finds what the scan finds, for each encoder its own', async () => {
  if (!store.capabilities.vectors) return;
  const encoders = [await useSignEncoder(store, 64), await useSignEncoder(store, 24, { term5: 'other' })];
  for (const encoder of encoders) {
    expect(await prepareNearestIndex(store, encoder)).toBe(true);
    expect(await prepareNearestIndex(store, encoder)).toBe(true);
    const indexed: NearestPapers = new IndexedVectors(store, encoder);
    const query = await codesOf(encoder, 'word3 term5 thing7');
    const two = new Int8Array(2 * query.length);
    two.set(query);
    two.set(await codesOf(encoder, 'item77 thing19'), query.length);
    for (const [conditions, category] of [
      [all, ''],
      [even, 'cs.LG'],
    ] as const) {
      const found = await indexed.nearest(two, 20, conditions);
      expect(found).toHaveLength(2);
      const expected = await plainNearest(encoder.id, query, 20, category);
      const worst = expected.at(-1)?.cosine ?? 0;
      const right = (found[0] ?? []).filter(({ cosine }) => cosine > worst - 1e-9);
      expect(right.length).toBeGreaterThanOrEqual(19);
    }
    const among = await idsOf([3, 5, 8, 13]);
    const exact = await vectorsOf(store, encoder);
    const scanned = await exact.nearestAmong(two, 3, among);
    (await indexed.nearestAmong(two, 3, among)).forEach((list, i) => close(list, scanned[i] ?? []));
    expect(await indexed.codesOf(among)).toEqual(await exact.codesOf(among));
  }
  const indexes = await store.query<{ name: string }>(
    `select relname as name from pg_class where relname like 'paper_vectors_near_%' order by 1`,
  );
  expect(indexes.map(({ name }) => name)).toEqual(
    encoders.map(({ id }) => `paper_vectors_near_${id}`).sort(),
  );
});

test('the index is what the planner takes', async () => {
  if (!store.capabilities.vectors) return;
  const encoder = await useSignEncoder(store, 64);
  await prepareNearestIndex(store, encoder);
  const plans = await store.query<{ 'QUERY PLAN': string }>(
    `explain select v.paper_id from paper_vectors v where v.encoder_id = ${encoder.id}
        and exists (select from papers p where p.id = v.paper_id and true)
      order by (codes_as_halfvec(v.codes)::halfvec(64)) <=> $1::halfvec(64) limit 10`,
    [`[${[...(await codesOf(encoder, 'word3'))].join(',')}]`],
  );
  expect(plans.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan using paper_vectors_near_/);
});

test('the mean of vectors lies between them, however long they are', () => {
  expect(meanCodes([Int8Array.of(127, 0), Int8Array.of(0, 9)])).toEqual(Int8Array.of(127, 127));
  expect(meanCodes([Int8Array.of(127, 0), Int8Array.of(-127, 0)])).toBeNull();
  expect(meanCodes([])).toBeNull();
});

import { expect, test } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { openTestStore } from '../store/testing.ts';
import { addEncoder, findNextTexts, vectorsOf, writeVectors } from './index.ts';

test('vectors of some papers come in the order asked, of one encoder, each once', async () => {
  const store = await openTestStore();
  try {
    const items = ['a', 'b', 'c', 'd'].map((key): ReadItem => ({
      ok: true,
      position: key,
      record: {
        source: 'fixture',
        key,
        identities: [],
        title: `Paper ${key}`,
        abstract: 'Text.',
        authors: [{ name: `Ada ${key}` }],
        categories: [],
      },
    }));
    await ingest(store, items, { kind: 'import', origin: 'fixtures' });
    const ids = (await findNextTexts(store, 0, 10)).map(({ id }) => id);
    const [a = 0, b = 0, c = 0, d = 0] = ids;
    const add = (fingerprint: string) =>
      addEncoder(store, { fingerprint, name: fingerprint, dimensions: 2, model: null, about: {} });
    const [one, other] = [await add('one'), await add('other')];
    await writeVectors(store, { id: one, dimensions: 2 }, [
      { paperId: a, codes: Int8Array.of(1, -1) },
      { paperId: b, codes: Int8Array.of(2, -2) },
      { paperId: d, codes: Int8Array.of(127, -127) },
    ]);
    await writeVectors(store, { id: other, dimensions: 2 }, [{ paperId: c, codes: Int8Array.of(9, 9) }]);
    const found = await vectorsOf(store, one, [d, c, a, 999_999, d, b]);
    expect(found.paperIds).toEqual([d, a, b]);
    expect([...found.codes]).toEqual([127, -127, 1, -1, 2, -2]);
    expect(await vectorsOf(store, one, [])).toEqual({ paperIds: [], codes: new Int8Array(0) });
  } finally {
    await store.close();
  }
});

/**
 * Makes the store that `hybrid.ts` measures, in a process of its own: taking papers in leaves memory behind that searching does not
 * need. Arguments: the folder, the file of papers, how many.
 */
import {
  activateEncoder,
  addEncoder,
  findNextTexts,
  ingest,
  openStore,
  writeVectors,
  type Store,
} from '@broadsheet/papers';
import { queryCodes, type Encoder } from '@broadsheet/search';
import { papersOf } from './data/documents.ts';
import { recordOf } from './engines/broadsheet.ts';
import { dimensions, randomProjection } from './random-projection.ts';

const [home = '', file = '', most = '0'] = process.argv.slice(2);
const store = await openStore({ home, databaseUrl: process.env['DATABASE_URL'] ?? '' });
await ingest(store, records(file, Number(most)), { kind: 'import', origin: 'benchmark' });
const id = await addEncoder(store, {
  ...{ fingerprint: 'random projection', name: 'Random projection', dimensions, model: null, about: {} },
});
const started = performance.now();
const papers = await encodeAll(store, { id, dimensions, encode: randomProjection });
await activateEncoder(store, id);
const perSecond = (1000 * papers) / (performance.now() - started);
await store.close();
process.stdout.write(JSON.stringify({ id, papers, perSecond }));

async function* records(from: string, count: number) {
  let line = 0;
  for await (const document of papersOf(from, count))
    yield { ok: true as const, position: `line ${++line}`, record: recordOf(document) };
}

/** @returns how many papers there are. */
async function encodeAll(into: Store, encoder: Encoder): Promise<number> {
  let count = 0;
  for (let after = 0; ;) {
    const texts = await findNextTexts(into, after, 1000);
    const last = texts.at(-1);
    if (last === undefined) return count;
    after = last.id;
    const vectors = await encoder.encode(texts);
    const codesOf = (i: number) => queryCodes(vectors.subarray(i * dimensions, (i + 1) * dimensions));
    await writeVectors(
      into,
      encoder,
      texts.map((text, i) => ({ paperId: text.id, codes: codesOf(i) ?? new Int8Array(dimensions) })),
    );
    count += texts.length;
  }
}

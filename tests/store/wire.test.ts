import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { getPapers, ingest, openStore, readPapers, type Store } from '@broadsheet/papers';
import { searchPapers } from '@broadsheet/search';
import { PGlite, type Extensions } from '@electric-sql/pglite';
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { root } from '../support/program.ts';
import { freePort } from '../support/site.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A Postgres server on loopback, with or without the extensions, and a store over a TCP connection to it. */
async function overWire(extensions: Extensions): Promise<Store> {
  const pglite = await PGlite.create({ dataDir: 'memory://', extensions });
  const port = await freePort();
  const server = new PGLiteSocketServer({ db: pglite, host: '127.0.0.1', port, maxConnections: 16 });
  await server.start();
  closing.push(
    () => pglite.close(),
    () => server.stop(),
  );
  const store = await openStore({
    databaseUrl: `postgres://postgres@127.0.0.1:${port}/postgres`,
    connections: 4,
  });
  closing.push(() => store.close());
  return store;
}

async function fill(store: Store): Promise<void> {
  const file = join(root, 'tests/fixtures/library.bib');
  const report = await ingest(store, readPapers(createReadStream(file), { name: 'library.bib' }), {
    kind: 'import',
    origin: 'library.bib',
  });
  expect(report).toMatchObject({ created: 2, rejected: 1 });
}

test('with the extensions, search ranks by BM25', async () => {
  const store = await overWire({ pg_textsearch, vector });
  expect(store.capabilities).toEqual({ bm25: true, vectors: true });
  expect(store.notices).toEqual([]);
  await fill(store);
  const answer = await searchPapers(store, { query: 'redundancy reduction' });
  expect(answer.hits.map(({ paper }) => paper.key)).toEqual(['2103.03230']);
});

test('without them, it says so, and built-in full-text search serves', async () => {
  const store = await overWire({});
  expect(store.capabilities).toEqual({ bm25: false, vectors: false });
  expect(store.notices.join('\n')).toMatch(/pg_textsearch[\s\S]+vector/);
  await fill(store);
  const answer = await searchPapers(store, { query: 'redundancy reduction' });
  expect(answer.hits.map(({ paper }) => paper.key)).toEqual(['2103.03230']);
  expect((await searchPapers(store, { query: 'author:lecun -barlow' })).hits[0]?.paper.key).toBe(
    '2105.04906',
  );
  const mended = await searchPapers(store, { query: 'redundency reductoin' });
  expect(mended.hits[0]?.paper.key).toBe('2103.03230');
});

test('transactions of several connections keep out of each other’s way', async () => {
  const store = await overWire({ pg_textsearch, vector });
  await fill(store);
  await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      store
        .transaction(async ({ query }) => {
          await query('insert into facts values ($1, $2)', [`k${number}`, JSON.stringify(number)]);
          await query('select pg_sleep(0.01)');
          expect(await query('select value from facts where key = $1', [`k${number}`])).toEqual([
            { value: number },
          ]);
          if (number % 2 === 1) throw new Error('undone');
        })
        .catch((error: Error) => expect(error.message).toBe('undone')),
    ),
  );
  const facts = await store.query<{ key: string }>(`select key from facts where key like 'k%' order by key`);
  expect(facts.map(({ key }) => key)).toEqual(['k0', 'k2', 'k4', 'k6']);
  expect(await getPapers(store, [1, 2])).toHaveLength(2);
});

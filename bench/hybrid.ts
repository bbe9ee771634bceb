/**
 * Search by words and meaning as a page asks for it, whole answers with facets, highlights and reasons, beside search by words
 * alone, in one process with the embedded store; and how many of the nearest pgvector's HNSW index finds. The encoder is a random
 * projection of words: it costs about as much as a small trained one and says nothing of quality, which is measured elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addEncoder,
  findNextTexts,
  hasNearestIndex,
  openStore,
  prepareNearestIndex,
  type Store,
} from '@broadsheet/papers';
import {
  IndexedVectors,
  queryCodes,
  searchPapers,
  similarPapers,
  VectorIndex,
  type Encoder,
} from '@broadsheet/search';
import { papersOf } from './data/documents.ts';
import { knownItems } from './data/known-items.ts';
import { papersFile } from './data/places.ts';
import { median, percentile } from './median.ts';
import { dimensions, randomProjection } from './random-projection.ts';
import { table } from './table.ts';

/** HNSW in PGlite is built at about 100 vectors a second. */
const indexedInPglite = 3000;
const nearest = 20;

export interface HybridOptions {
  data: string;
  papers: number;
  queries: number;
}

export async function benchHybrid({ data, papers, queries }: HybridOptions): Promise<string> {
  const file = papersFile(data);
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-hybrid-'));
  const said = (text: string) => process.stderr.write(`${text}\n`);
  said('taking papers in and encoding them');
  const { id, papers: count, perSecond } = makeStore(home, file, papers);
  const encoder: Encoder = { id, dimensions, encode: randomProjection };
  const store = await openStore({ home, databaseUrl: process.env['DATABASE_URL'] ?? '' });
  try {
    const items = await knownItems(papersOf(file, papers), count, queries);
    const texts = await findNextTexts(store, 0, queries);
    const asked = {
      'words of a title': items.map(({ text }) => text),
      'one word': items.map(({ text }) => text.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? text),
      'two operators and words': items.map(({ text }) => `${text} after:2015 -survey`),
      'a whole abstract': texts.map(({ title, abstract }) => `${title} ${abstract}`),
    };
    const loaded = performance.now();
    await searchPapers(store, { query: 'learning' }, encoder);
    const loading = (performance.now() - loaded) / 1000;
    const rows: string[][] = [];
    for (const [kind, list] of Object.entries(asked)) {
      said(`searching by ${kind}`);
      for (const [way, given] of [
        ['words', null],
        ['words and meaning', encoder],
      ] as const)
        rows.push([
          kind,
          way,
          ...(await timed(list, (query) => searchPapers(store, { query, limit: 20, facets: true }, given))),
        ]);
    }
    said('looking for similar papers');
    for (const [way, given] of [
      ['words', null],
      ['words and meaning', encoder],
    ] as const)
      rows.push([
        'similar to one paper',
        way,
        ...(await timed(texts, ({ id }) => similarPapers(store, { seeds: [id], limit: 20 }, given))),
      ]);
    const memory = process.memoryUsage().rss;
    said('comparing HNSW with the exact scan');
    return [
      `${count.toLocaleString('en')} papers in ${store.kind === 'embedded' ? 'the embedded store' : 'a PostgreSQL server'}, ` +
        `${dimensions} dimensions, ${items.length} queries of each kind. ` +
        `Encoding ${Math.round(perSecond).toLocaleString('en')} papers/s, first search ${loading.toFixed(1)} s, ` +
        `memory of the process ${Math.round(memory / 2 ** 20)} MiB.`,
      '',
      table(['query', 'way', 'median', 'p95'], rows, 2),
      '',
      await hnswAgainstScan(store, encoder, asked['words of a title']),
    ].join('\n');
  } finally {
    await store.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** @returns the encoder's id, and how many papers it encoded at which speed. */
function makeStore(
  home: string,
  file: string,
  papers: number,
): { id: number; papers: number; perSecond: number } {
  const script = join(import.meta.dirname, 'hybrid-store.ts');
  const made = execFileSync(process.execPath, [script, home, file, String(papers)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(made) as { id: number; papers: number; perSecond: number };
}

async function timed<T>(list: readonly T[], ask: (one: T) => Promise<unknown>): Promise<[string, string]> {
  const times: number[] = [];
  for (const one of list) {
    const start = performance.now();
    await ask(one);
    times.push(performance.now() - start);
  }
  // The first ones warm the code up.
  const warm = times.slice(Math.min(20, times.length >> 1));
  return [`${median(warm).toFixed(1)} ms`, `${percentile(warm, 0.95).toFixed(1)} ms`];
}

/** On a server the index of all papers; in PGlite, where building is slow, of the first ones. */
async function hnswAgainstScan(store: Store, encoder: Encoder, queries: readonly string[]): Promise<string> {
  if (!store.capabilities.vectors) return 'HNSW: this database has no pgvector.';
  let indexed: Encoder = encoder;
  if (store.kind === 'embedded') {
    const name = 'First papers';
    const id = await addEncoder(store, { fingerprint: name, name, dimensions, model: null, about: {} });
    indexed = { id, dimensions, encode: randomProjection };
    await store.query(
      `insert into paper_vectors (encoder_id, paper_id, codes)
       select $1, paper_id, codes from paper_vectors where encoder_id = $2 order by number limit ${indexedInPglite}`,
      [indexed.id, encoder.id],
    );
  }
  const start = performance.now();
  await prepareNearestIndex(store, indexed);
  const built = (performance.now() - start) / 1000;
  if (!(await hasNearestIndex(store, indexed))) return 'HNSW: the index was not made.';
  const scan = await VectorIndex.create(store, indexed);
  await scan.topUp();
  const hnsw = new IndexedVectors(store, indexed);
  const all = { where: 'true', parameters: [] };
  let found = 0;
  let wanted = 0;
  const times: number[] = [];
  for (const query of queries) {
    const codes = queryCodes(await indexed.encode([query]));
    if (codes === null) continue;
    const [exact = []] = await scan.nearest(codes, nearest, all);
    const begun = performance.now();
    const [near = []] = await hnsw.nearest(codes, nearest, all);
    times.push(performance.now() - begun);
    // As near as the last of the nearest is as good.
    const least = exact.at(-1)?.cosine ?? 0;
    found += near.filter(({ cosine }) => cosine >= least).length;
    wanted += exact.length;
  }
  return (
    `HNSW over ${scan.papers.toLocaleString('en')} papers, made in ${built.toFixed(1)} s: ` +
    `recall@${nearest} ${(found / Math.max(1, wanted)).toFixed(3)} against the exact scan, ` +
    `median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms.`
  );
}

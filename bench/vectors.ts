/**
 * How to find the nearest vectors in the embedded store? Compares, on the same random unit vectors: pgvector's exact
 * scan and HNSW index inside of PGlite, an exact scan over an int8 array in this process, and a scan over sign bits with
 * exact re-ranking. Figures and the choice: docs/decisions/001-vectors-in-the-embedded-store.md.
 *
 *     npm run bench -- vectors --papers 100000
 */
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { CodeMatrix } from '@broadsheet/tensor/codes';
import { median } from './median.ts';
import { table } from './table.ts';

const dimensions = 256;
const queries = 20;

export async function benchVectors(count: number): Promise<string> {
  const vectors = randomUnitVectors(count, 1);
  const wanted = randomUnitVectors(queries, 2);
  const exact = wanted.map((query) => top10(vectors, query));
  const { exactScan, hnsw } = await inPglite(vectors, wanted, exact);
  return [
    `${count.toLocaleString('en')} vectors of ${dimensions} dimensions, ${queries} queries:`,
    '',
    table(
      ['way', 'loading', 'query', 'recall@10', 'vectors'],
      [
        row('int8 array in the process, exact scan', int8Scan(vectors, wanted, exact)),
        row('the same in WebAssembly SIMD', await wasmScan(vectors, wanted, exact)),
        row('sign bits in the process, 200 re-ranked', signScan(vectors, wanted, exact)),
        row('pgvector in PGlite, exact scan', exactScan),
      ],
    ),
    '',
    `pgvector's HNSW in PGlite: ${hnsw.rows} rows indexed in ${(hnsw.built / 1000).toFixed(1)} s, ` +
      `${Math.round((hnsw.rows / hnsw.built) * 1000)} rows/s.`,
  ].join('\n');
}

interface Outcome {
  build: number;
  times: number[];
  recall: number;
  bytes: number;
}

function row(name: string, { build, times, recall, bytes }: Outcome): string[] {
  return [
    name,
    `${(build / 1000).toFixed(1)} s`,
    `${median(times).toFixed(1)} ms`,
    recall.toFixed(3),
    `${(bytes / 2 ** 20).toFixed(0)} MiB`,
  ];
}

function randomUnitVectors(count: number, seed: number): Float32Array[] {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  // Papers lie in clusters; uniform vectors would make every index look worse than it is.
  const centres = Array.from({ length: 200 }, () => Float32Array.from({ length: dimensions }, next));
  return Array.from({ length: count }, (_, index) => {
    const centre = centres[(index * 7919) % centres.length] ?? new Float32Array(dimensions);
    return unit(centre.map((value) => value + next() * 1.5));
  });
}

function unit(values: Float32Array): Float32Array {
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < dimensions; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function best(scores: Float32Array | Int32Array, size: number): number[] {
  const found: { at: number; score: number }[] = [];
  for (const [at, score] of scores.entries()) {
    if (found.length === size && score <= (found[size - 1]?.score ?? -Infinity)) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1]?.score ?? 0) < score) place--;
    found.splice(place, 0, { at, score });
    if (found.length > size) found.pop();
  }
  return found.map(({ at }) => at);
}

function top10(vectors: readonly Float32Array[], query: Float32Array): number[] {
  return best(
    Float32Array.from(vectors, (one) => dot(one, query)),
    10,
  );
}

function recallOf(found: readonly number[][], exact: readonly number[][]): number {
  const shares = found.map((ids, index) => ids.filter((id) => exact[index]?.includes(id)).length / 10);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function quantise(values: Float32Array): { bytes: Int8Array; scale: number } {
  const scale = Math.max(...values.map(Math.abs)) / 127;
  return { bytes: Int8Array.from(values, (value) => Math.round(value / scale)), scale };
}

function int8Scan(
  vectors: readonly Float32Array[],
  wanted: readonly Float32Array[],
  exact: readonly number[][],
): Outcome {
  let start = performance.now();
  const all = new Int8Array(vectors.length * dimensions);
  const scales = new Float32Array(vectors.length);
  vectors.forEach((one, index) => {
    const { bytes, scale } = quantise(one);
    all.set(bytes, index * dimensions);
    scales[index] = scale;
  });
  const build = performance.now() - start;
  const times: number[] = [];
  const found = wanted.map((one) => {
    const query = Int32Array.from(quantise(one).bytes);
    start = performance.now();
    const scores = new Float32Array(vectors.length);
    for (let row = 0, at = 0; row < scores.length; row++) {
      let sum = 0;
      for (let column = 0; column < dimensions; column++, at++)
        sum += (all[at] as number) * (query[column] as number);
      scores[row] = sum * (scales[row] as number);
    }
    const ids = best(scores, 10);
    times.push(performance.now() - start);
    return ids;
  });
  return { build, times, recall: recallOf(found, exact), bytes: all.byteLength + scales.byteLength };
}

/** As search does it: by cosines, so that no scales need to be kept. */
async function wasmScan(
  vectors: readonly Float32Array[],
  wanted: readonly Float32Array[],
  exact: readonly number[][],
): Promise<Outcome> {
  let start = performance.now();
  const matrix = await CodeMatrix.create(dimensions);
  for (const one of vectors) matrix.append(quantise(one).bytes);
  const build = performance.now() - start;
  const times: number[] = [];
  const found = wanted.map((one) => {
    start = performance.now();
    const [nearest] = matrix.nearest(quantise(one).bytes, 10);
    times.push(performance.now() - start);
    return [...(nearest?.rows ?? [])];
  });
  return { build, times, recall: recallOf(found, exact), bytes: matrix.bytes };
}

function signScan(
  vectors: readonly Float32Array[],
  wanted: readonly Float32Array[],
  exact: readonly number[][],
): Outcome {
  const wordsEach = dimensions / 32;
  const signs = (values: Float32Array) => {
    const bits = new Uint32Array(wordsEach);
    values.forEach((value, at) => {
      if (value > 0) bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
    });
    return bits;
  };
  let start = performance.now();
  const all = new Uint32Array(vectors.length * wordsEach);
  vectors.forEach((one, index) => all.set(signs(one), index * wordsEach));
  const build = performance.now() - start;
  const times: number[] = [];
  const found = wanted.map((one) => {
    const query = signs(one);
    start = performance.now();
    const scores = new Int32Array(vectors.length);
    for (let row = 0, at = 0; row < scores.length; row++) {
      let differing = 0;
      for (let word = 0; word < wordsEach; word++, at++)
        differing += ones((all[at] as number) ^ (query[word] as number));
      scores[row] = -differing;
    }
    const near = best(scores, 200).map((at) => ({ at, score: dot(vectors[at] as Float32Array, one) }));
    const ids = near
      .sort((a, b) => b.score - a.score)
      .slice(0, 10)
      .map(({ at }) => at);
    times.push(performance.now() - start);
    return ids;
  });
  return {
    build,
    times,
    recall: recallOf(found, exact),
    bytes: all.byteLength + vectors.length * dimensions,
  };
}

function ones(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

async function inPglite(
  vectors: readonly Float32Array[],
  wanted: readonly Float32Array[],
  exact: readonly number[][],
): Promise<{ exactScan: Outcome; hnsw: { rows: number; built: number } }> {
  const database = await PGlite.create({ extensions: { vector } });
  await database.exec(
    `create extension vector; create table v (id int primary key, e halfvec(${dimensions}))`,
  );
  let start = performance.now();
  for (let from = 0; from < vectors.length; from += 500) {
    const rows = vectors.slice(from, from + 500).map((one, index) => ({
      id: from + index,
      e: `[${[...one].map((value) => value.toFixed(4)).join(',')}]`,
    }));
    await database.query(
      'insert into v select id, e::halfvec from jsonb_to_recordset($1::jsonb) as r (id int, e text)',
      [JSON.stringify(rows)],
    );
  }
  const loaded = performance.now() - start;
  const run = async (): Promise<{ times: number[]; recall: number }> => {
    const times: number[] = [];
    const found: number[][] = [];
    for (const one of wanted) {
      start = performance.now();
      const { rows } = await database.query<{ id: number }>(
        'select id from v order by e <#> $1::halfvec limit 10',
        [`[${[...one].join(',')}]`],
      );
      times.push(performance.now() - start);
      found.push(rows.map(({ id }) => id));
    }
    return { times, recall: recallOf(found, exact) };
  };
  const bytes = vectors.length * dimensions * 2;
  const exactScan = { build: loaded, bytes, ...(await run()) };
  const rows = Math.min(vectors.length, 5000);
  await database.exec(`delete from v where id >= ${rows}; analyze v`);
  start = performance.now();
  await database.exec('create index on v using hnsw (e halfvec_ip_ops)');
  const built = performance.now() - start;
  await database.close();
  return { exactScan, hnsw: { rows, built } };
}

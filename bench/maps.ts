/**
 * How well, how fast and how steadily are papers placed on a map? The newest papers by tf-idf and a truncated SVD of the texts:
 * trustworthiness and continuity at 12 neighbours, milliseconds, and how alike the maps of two weeks are that share most of their
 * papers. Where umap-js is there (`npm install --no-save umap-js@1.4.0`), it is measured too. Figures and the choice:
 * docs/decisions/011-map.md.
 *
 *     npm run bench -- maps --papers 1500
 *
 * With `--data none` it takes the shipped sample.
 */
import { neighbourhoodKept, placeOnPlane, principalPlane, project } from '@broadsheet/learn';
import { random, start } from '@broadsheet/tensor';
import { draw, type Features } from '@broadsheet/methods';
import { papersOf } from './data/documents.ts';
import { papersFile } from './data/places.ts';
import { table } from './table.ts';
import { tfIdfVectors } from './tf-idf-vectors.ts';

const width = 128;
const neighbours = 12;
/** Papers whose plane all maps begin on. */
const reference = 2000;

type Points = ArrayLike<number>;
type Place = (vectors: Features) => Points | Promise<Points>;

interface UmapJs {
  readonly UMAP: new (options: object) => { fit(vectors: number[][]): number[][] };
}

/** @param count papers on a map */
export async function benchMaps({ data, papers: count }: { data: string; papers: number }): Promise<string> {
  await start();
  const texts: string[] = [];
  for await (const { title, abstract } of papersOf(papersFile(data), Infinity))
    texts.push(`${title} ${title} ${abstract}`);
  const kept = texts.slice(-(reference + count));
  const values = tfIdfVectors(kept, width);
  const part = (from: number, n: number): Features => ({
    values: values.slice(from * width, (from + n) * width),
    n,
    width,
  });
  const plane = principalPlane(part(0, Math.min(reference, kept.length)));
  const first = kept.length - count;
  const ways: [string, Place][] = [
    ['principal plane', (vectors) => placeOnPlane(vectors, principalPlane(vectors))],
    ['own UMAP, from the plane of the first papers', (vectors) => project(vectors, { plane })],
    ['own UMAP, from the plane of its papers', (vectors) => project(vectors)],
    ['points at random', ({ n }) => atRandom(n)],
  ];
  const peer = await umapJs();
  if (peer !== null) ways.push(['umap-js', peer]);
  const rows: string[][] = [];
  for (const [name, place] of ways) {
    await place(part(first, Math.min(count, 200)));
    const vectors = part(first, count);
    const began = performance.now();
    const points = await place(vectors);
    const took = performance.now() - began;
    const { trustworthiness, continuity } = neighbourhoodKept(vectors, points, neighbours);
    const shared = Math.floor(count * 0.8);
    const [one, other] = [await place(part(first - count + shared, count)), points];
    const alike = [0, 1].map((axis) =>
      correlation(
        Array.from({ length: shared }, (_, i) => one[2 * (i + count - shared) + axis] ?? 0),
        Array.from({ length: shared }, (_, i) => other[2 * i + axis] ?? 0),
      ),
    );
    rows.push([
      name,
      `${Math.round(took)} ms`,
      trustworthiness.toFixed(3),
      continuity.toFixed(3),
      alike.map((value) => value.toFixed(2)).join(', '),
    ]);
  }
  return [
    `${count.toLocaleString('en')} papers, ${width} dimensions, ${neighbours} neighbours. Likeness: correlation of the coordinates, as they`,
    `are, of the four fifths of the papers that two maps share.`,
    '',
    table(['way', 'time', 'trustworthiness', 'continuity', 'likeness (x, y)'], rows),
  ].join('\n');
}

function atRandom(n: number): Points {
  const host = draw(random.key(1));
  return Float64Array.from({ length: 2 * n }, () => host.uniform());
}

/** The peer by the name of its package, where it is installed; with the same options, its own random start, and a seed. */
async function umapJs(): Promise<Place | null> {
  const name = 'umap-js';
  const found = (await import(name).catch(() => null)) as (UmapJs & { default?: UmapJs }) | null;
  if (found === null) return null;
  const { UMAP } = found.default ?? found;
  return ({ values, n }) => {
    const host = draw(random.key(1));
    const cosine = (x: number[], y: number[]) =>
      1 - x.reduce((sum, value, j) => sum + value * (y[j] ?? 0), 0);
    const umap = new UMAP({
      nNeighbors: 15,
      nEpochs: 200,
      random: () => host.uniform(),
      distanceFn: cosine,
    });
    return umap
      .fit(Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width))))
      .flat();
  };
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [dx, dy] = [value - mx, (y[i] ?? 0) - my];
    [xx, yy, xy] = [xx + dx * dx, yy + dy * dy, xy + dx * dy];
  });
  return xy / Math.sqrt(xx * yy || 1);
}

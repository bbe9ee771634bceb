import { draw, type Features } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { layOut } from './lay-out.ts';
import { neighbourGraph } from './neighbour-graph.ts';
import { placeOnPlane, principalPlane, type Plane } from './principal-plane.ts';

export interface ProjectOptions {
  /** Where points begin: the same plane for all maps of an encoder makes them look alike. The vectors' own unless given. */
  readonly plane?: Plane;
  readonly seed?: number;
  /** Neighbours of each vector; 15 unless given. */
  readonly neighbours?: number;
}

/** With fewer vectors there is nothing to lay out: neighbours of each would be nearly all of them. */
const fewest = 10;
/** How far from the middle points begin at most, as UMAP's authors have it. */
const reach = 10;

/**
 * Vectors [n, width] → points [n, 2] in which neighbours stay neighbours: UMAP on the exact neighbours by cosine, begun on a
 * plane instead of at random. The same vectors in the same order, plane and seed give the same points.
 * Takes time with n²: about half a second for 1,500. Needs the tensor engine (`start`).
 */
export async function project(
  vectors: Features,
  { plane = principalPlane(vectors), seed = 1, neighbours = 15 }: ProjectOptions = {},
): Promise<Float64Array> {
  const points = placeOnPlane(vectors, plane);
  const furthest = points.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  // Equal vectors begin a little apart: points in one place push each other nowhere.
  const host = draw(random.key(seed));
  const start = points.map((value) => (reach * value) / furthest + 0.001 * host.normal());
  if (vectors.n < fewest) return start;
  const graph = await neighbourGraph(vectors, Math.min(neighbours, vectors.n - 1));
  return layOut(graph, start, { seed });
}

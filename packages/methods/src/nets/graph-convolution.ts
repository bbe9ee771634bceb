import { add, gather, mul, reshape, scatterAdd, ShapeError, tensor, type Tensor } from '@broadsheet/tensor';

/** Which nodes of a graph touch, both ways: entry i says that `to[i]` takes from `from[i]`. */
export type Adjacency = {
  readonly nodes: number;
  /** int32 [entries] */
  readonly from: Tensor;
  /** int32 [entries] */
  readonly to: Tensor;
  /** float32 [entries]: 1 / √(degree of from · degree of to). */
  readonly weights: Tensor;
};

/**
 * D^(-1/2)·A·D^(-1/2) of an undirected graph (Kipf and Welling, 2017, section 2, without loops of a node to itself), as entries:
 * pairs [a, b, a, b, …] of nodes, each edge once. Of users and items: items count on from the number of users.
 * @throws RangeError where an edge names no node, or there is half a pair.
 */
export function normalisedAdjacency(pairs: Int32Array, nodes: number): Adjacency {
  if (pairs.length % 2 !== 0) throw new RangeError(`normalisedAdjacency: ${pairs.length} ends are no pairs.`);
  const edges = pairs.length / 2;
  const [from, to] = [new Int32Array(2 * edges), new Int32Array(2 * edges)];
  const degrees = new Int32Array(nodes);
  for (let edge = 0; edge < edges; edge++) {
    const [a, b] = [pairs[2 * edge] as number, pairs[2 * edge + 1] as number];
    for (const node of [a, b]) {
      if (node < 0 || node >= nodes)
        throw new RangeError(
          `normalisedAdjacency: edge ${edge} names node ${node}; they are 0 to ${nodes - 1}.`,
        );
      degrees[node] = (degrees[node] as number) + 1;
    }
    from.set([a, b], 2 * edge);
    to.set([b, a], 2 * edge);
  }
  const degreeOf = (node: number): number => degrees[node] as number;
  const weights = Float32Array.from(
    from,
    (node, i) => 1 / Math.sqrt(degreeOf(node) * degreeOf(to[i] as number)),
  );
  return { nodes, from: tensor(from), to: tensor(to), weights: tensor(weights) };
}

/** One step to the neighbours: [nodes, width] → the weighted sum of each node's neighbours. */
export function passToNeighbours({ nodes, from, to, weights }: Adjacency, x: Tensor): Tensor {
  if (x.shape.length !== 2 || x.shape[0] !== nodes)
    throw new ShapeError(`passToNeighbours: the graph has ${nodes} nodes, and x is [${x.shape.join(', ')}].`);
  return scatterAdd(mul(gather(x, from), reshape(weights, [weights.size, 1])), to, nodes);
}

/**
 * LightGCN (He et al., 2020, section 3.1): no weights and no nonlinearity, but `layers` steps to the neighbours, and the mean of
 * what was there before and after each. Embeddings [nodes, width] → the same shape.
 */
export function graphConvolution(adjacency: Adjacency, embeddings: Tensor, layers: number): Tensor {
  if (!Number.isInteger(layers) || layers < 0)
    throw new RangeError(`graphConvolution: layers is a whole number of at least 0, not ${layers}.`);
  let [x, all] = [embeddings, embeddings];
  for (let layer = 0; layer < layers; layer++) {
    x = passToNeighbours(adjacency, x);
    all = add(all, x);
  }
  return mul(all, 1 / (layers + 1));
}

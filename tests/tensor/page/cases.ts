// What is run on both back ends: every kernel, for several shapes, broadcast, empty and not dense.
import { call, empty } from '../../../packages/tensor/src/operations/call.ts';
import type {
  BinaryName,
  Kernels,
  UnaryName,
  Window,
} from '../../../packages/tensor/src/backends/kernels.ts';
import * as T from '../../../packages/tensor/src/index.ts';
import type { Dtype, Tensor } from '../../../packages/tensor/src/index.ts';
import type { Case } from './compare.ts';
import { numbers } from './numbers.ts';

const { between, whole, pixels } = numbers;

/** A kernel called by itself. */
function kernel<K extends keyof Kernels>(
  name: K,
  inputs: readonly Tensor[],
  shapes: readonly (readonly number[])[],
  parameters: Kernels[K],
  dtypes: readonly Dtype[] = [],
): Tensor[] {
  const outputs = shapes.map((shape, i) => empty(shape, dtypes[i] ?? 'float32'));
  call(name, inputs, outputs, parameters);
  return outputs;
}

const shapes = [[], [7], [0, 4], [3, 1, 5], [70, 33]];

const unaryRanges: Readonly<Record<UnaryName, readonly [low: number, high: number]>> = {
  negate: [-3, 3],
  exp: [-90, 90],
  log: [-0.1, 50],
  sqrt: [-0.1, 9],
  rsqrt: [0.01, 9],
  reciprocal: [-4, 4],
  square: [-4, 4],
  abs: [-4, 4],
  sign: [-1, 1],
  relu: [-2, 2],
  gelu: [-6, 6],
  sigmoid: [-20, 20],
  tanh: [-9, 9],
  erf: [-5, 5],
  sin: [-300, 300],
  cos: [-300, 300],
  softplus: [-30, 30],
  floor: [-9, 9],
};

const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-30, -1e30, 88.7, -87.3, 0.5, -2.5, 3.5];

const unary: Case[] = (Object.keys(unaryRanges) as UnaryName[]).map((name) => ({
  name: `unary ${name}`,
  work: () => {
    const list = shapes.map((shape) => between(...unaryRanges[name], shape));
    return [...list, T.tensor(special)].map((x) => kernel('unary', [x], [x.shape], { name })[0] as Tensor);
  },
}));

const binaryRanges: Readonly<Record<BinaryName, readonly [low: number, high: number]>> = {
  add: [-3, 3],
  subtract: [-3, 3],
  multiply: [-3, 3],
  divide: [-3, 3],
  maximum: [-3, 3],
  minimum: [-3, 3],
  power: [0.1, 3],
  equal: [0, 2],
  less: [-3, 3],
  lessEqual: [0, 2],
  reluGradient: [-3, 3],
  geluGradient: [-4, 4],
  sigmoidGradient: [0, 1],
  tanhGradient: [-1, 1],
};

/** Two views of one shape: dense, repeated, turned, backwards, with steps, of many axes. */
const pairs: Readonly<Record<string, (range: readonly [number, number]) => [Tensor, Tensor]>> = {
  dense: (r) => [between(...r, [9, 31]), between(...r, [9, 31])],
  'a number on the right': (r) => [between(...r, [300]), T.broadcastTo(between(...r, []), [300])],
  'a row and a column': (r) => [
    T.broadcastTo(between(...r, [5, 1]), [5, 7]),
    T.broadcastTo(between(...r, [7]), [5, 7]),
  ],
  turned: (r) => [T.transpose(between(...r, [6, 4])), T.flip(between(...r, [4, 6]), 1)],
  'many axes': (r) => [
    T.transpose(between(...r, [2, 3, 2, 3, 2]), [4, 2, 0, 3, 1]),
    T.broadcastTo(between(...r, [2, 1, 2, 1, 3]), [2, 2, 2, 3, 3]),
  ],
  'with steps': (r) => [
    T.slice(between(...r, [9, 8]), [1, 8, 2], [0, 8, 3]),
    T.slice(between(...r, [9, 8]), [2, 6], [3, 6]),
  ],
};

const binary: Case[] = (Object.keys(binaryRanges) as BinaryName[]).map((name) => ({
  name: `binary ${name}`,
  work: () =>
    Object.values(pairs).flatMap((pair) => {
      const [a, b] = pair(binaryRanges[name]);
      return kernel('binary', [a, b], [a.shape], { name });
    }),
}));

const views: Case[] = [
  {
    name: 'power of negative numbers',
    work: () => T.pow(T.tensor([-2, -2, -2, 0, 0, 3]), T.tensor([3, 2, 0.5, 0, 2, 0])),
  },
  {
    name: 'extremes with NaN',
    work: () => {
      const x = T.tensor([NaN, 1, -Infinity, 2]);
      return [T.maximum(x, 1.5), T.minimum(x, 1.5), T.max(x), T.min(x), T.max(T.slice(x, [1, 4]))];
    },
  },
  { name: 'where', work: () => T.where(T.greater(between(-1, 1, [4, 5]), 0), between(0, 1, [5]), 3) },
  {
    name: 'transposed copies',
    work: () => [
      T.copy(T.transpose(between(0, 1, [37, 53]))),
      T.copy(T.transpose(between(0, 1, [2, 3, 4, 5, 6]), [3, 0, 4, 2, 1])),
    ],
    tolerance: 0,
  },
  {
    name: 'copies of whole numbers',
    work: () => [
      T.copy(T.flip(whole(-9, 9, [5, 6]), 0, 1)),
      T.concat([whole(0, 9, [2, 3]), whole(0, 9, [2, 2])], 1),
    ],
    tolerance: 0,
  },
  {
    name: 'copies of pixels',
    work: () => [T.copy(T.transpose(pixels([5, 7]))), T.concat([pixels([3]), pixels([5]), pixels([1])])],
    tolerance: 0,
  },
  {
    name: 'joined, padded, cut',
    work: () => [
      T.concat([between(0, 1, [2, 3]), between(0, 1, [2, 0]), between(0, 1, [2, 4])], 1),
      T.pad(between(0, 1, [3, 4]), [
        [1, 0],
        [2, 3],
      ]),
      T.slice(between(0, 1, [7, 9]), [1, 6, 2], [2, 9, 3]),
    ],
    tolerance: 0,
  },
  {
    name: 'a copy of seven axes',
    work: () => T.copy(T.transpose(between(0, 1, [2, 3, 2, 3, 2, 3, 2]), [6, 4, 2, 0, 5, 3, 1])),
    tolerance: 0,
  },
  {
    name: 'cast',
    work: () => [
      T.cast(between(-99, 99, [50]), 'int32'),
      T.cast(whole(-9, 9, [9]), 'float32'),
      T.cast(T.slice(pixels([31]), [5, 30]), 'float32'),
      T.cast(pixels([7]), 'int32'),
      T.cast(between(-20, 300, [13]), 'uint8'),
      T.cast(whole(-20, 300, [6]), 'uint8'),
    ],
    tolerance: 0,
  },
  {
    name: 'fill',
    work: () => [T.full([3, 4], 2.5), T.full([5], -7, 'int32'), T.full([5], 7, 'uint8'), T.zeros([0])],
    tolerance: 0,
  },
];

const products: Case[] = [
  [1, 1, 1, 1],
  [2, 5, 7, 3],
  [1, 65, 33, 70],
  [1, 130, 40, 10],
  [1, 8, 3000, 9],
  [3, 20, 18, 50],
  [1, 33, 600, 40],
].map(([batch, m, k, n]) => ({
  name: `matmul ${batch} × ${m} × ${k} × ${n}`,
  work: () => {
    const [a, b] = [between(-1, 1, [batch, m, k] as number[]), between(-1, 1, [batch, k, n] as number[])];
    const [ta, tb] = [T.copy(T.transpose(a)), T.copy(T.transpose(b))];
    return [
      T.matmul(a, b),
      T.matmul(T.transpose(ta), b),
      T.matmul(a, T.transpose(tb)),
      T.matmul(T.flip(a, 1), b),
    ];
  },
  tolerance: 3e-5,
}));
products.push(
  {
    name: 'matmul of nothing',
    work: () => [T.matmul(T.zeros([3, 0]), T.zeros([0, 4])), T.matmul(T.zeros([0, 3]), T.zeros([3, 4]))],
    tolerance: 0,
  },
  ...[40, 3000].map((inner) => ({
    name: `linear with ${inner} inputs`,
    work: () => [
      T.linear(between(-1, 1, [2, 9, inner]), between(-1, 1, [inner, 70]), between(-1, 1, [70])),
      T.linear(between(-1, 1, [inner]), T.transpose(between(-1, 1, [5, inner])), between(-1, 1, [5])),
    ],
    tolerance: 3e-5,
  })),
  {
    name: 'matmul of heads',
    work: () => {
      const [q, k] = [between(-1, 1, [2, 5, 3, 4]), between(-1, 1, [2, 5, 3, 4])].map((x) =>
        T.transpose(x, [0, 2, 1, 3]),
      ) as [Tensor, Tensor];
      return [T.matmul(q, T.transpose(k)), T.matmul(T.transpose(q), k)];
    },
  },
  {
    name: 'similarities of rows with themselves',
    work: () =>
      [
        [5, 3],
        [70, 40],
        [3, 0],
      ].flatMap(([n, k]) =>
        kernel('gram', [between(-1, 1, [n as number, k as number])], [[n as number, n as number]], {}),
      ),
  },
  {
    name: 'matmul, one matrix for all',
    work: () => [
      T.matmul(between(-1, 1, [2, 3, 4, 5]), between(-1, 1, [5, 6])),
      T.matmul(between(-1, 1, [4, 5]), between(-1, 1, [3, 5, 2])),
    ],
  },
);

const reductions: Case[] = [
  ...([[7], [0, 3], [3, 0], [5, 6, 7], [2, 3000], [1, 40_000], [20_000, 3]] as number[][]).flatMap((shape) =>
    (shape.includes(0) ? (['sum'] as const) : (['sum', 'max', 'min'] as const)).map((name) => ({
      name: `${name} of ${shape.join(' × ')}`,
      work: () => {
        const x = between(-1, 1, shape);
        return [T[name](x), ...shape.map((_, axis) => T[name](x, axis))];
      },
      tolerance: 1e-4,
    })),
  ),
  {
    name: 'argMax, argMin',
    work: () =>
      [
        [5, 9],
        [3, 70],
        [2, 3000],
      ].flatMap((shape) => {
        const x = T.floor(between(-20, 20, shape));
        return [T.argMax(x), T.argMin(x), T.argMax(x, 0)];
      }),
    tolerance: 0,
  },
  {
    name: 'argMax with NaN',
    work: () => {
      const x = T.tensor([
        [1, NaN, 3, NaN],
        [-Infinity, -Infinity, -Infinity, -Infinity],
      ]);
      return [T.argMax(x), T.argMin(x)];
    },
    tolerance: 0,
  },
  {
    name: 'cumsum and sort, which fall back',
    work: () => {
      const x = between(-1, 1, [4, 30]);
      const { values, indices } = T.topK(x, 5);
      return [T.cumsum(x), T.cumsum(x, 0, { reverse: true }), values, indices];
    },
  },
];

const rowwise: Case[] = [
  [5, 3],
  [70, 33],
  [3, 1100],
  [0, 4],
].map((shape) => ({
  name: `softmax and its kin, ${shape.join(' × ')}`,
  work: () => {
    const [x, g] = [between(-9, 9, shape), between(-1, 1, shape)];
    const through = (f: (x: Tensor) => Tensor): Tensor => T.grad((v: Tensor) => T.sum(T.mul(f(v), g)))(x);
    const rows = shape[0] as number;
    const labels = whole(-1, shape[1] as number, [rows]);
    const weight = between(0, 1, [rows]);
    const loss = T.valueAndGrad((v: Tensor) => T.sum(T.mul(T.softmaxCrossEntropy(v, labels), weight)))(x);
    return [
      T.softmax(x),
      T.logSoftmax(x),
      T.logSumExp(x),
      T.softmax(x, 0 === rows ? 1 : 0),
      through(T.softmax),
      through(T.logSoftmax),
      through((v) => T.mul(T.logSumExp(v, -1, { keepDims: true }), g)),
      loss.value,
      loss.gradients,
      T.softmaxCrossEntropy(x, labels),
    ];
  },
  tolerance: 3e-5,
}));
rowwise.push(
  {
    name: 'logSumExp of infinite numbers',
    work: () =>
      T.logSumExp(
        T.tensor([
          [-Infinity, -Infinity],
          [Infinity, 1],
          [NaN, 1],
          [-Infinity, 1],
        ]),
      ),
  },
  ...[1, 12].map((count) => ({
    name: `contrast, ${count} temperature${count > 1 ? 's' : ''}`,
    work: () => {
      const parameters = { x: between(-1, 1, [12, 8]), t: between(0.1, 1, count === 1 ? [] : [count]) };
      const positives = T.tensor(Int32Array.from({ length: 12 }, (_, i) => (i + 6) % 12));
      const leaveOut = T.tensor(Int32Array.from({ length: 12 }, (_, i) => (i === 3 ? -1 : i)));
      const { value, gradients } = T.valueAndGrad((p: typeof parameters) =>
        T.mean(T.contrast(T.normalize(p.x), T.normalize(p.x), { positives, leaveOut, temperature: p.t })),
      )(parameters);
      return [value, gradients.x, gradients.t];
    },
    tolerance: 3e-5,
  })),
);

const normalised: Case[] = [
  [3, 2, 5],
  [2, 300],
  [700, 3],
].map((shape) => ({
  name: `normalisations, ${shape.join(' × ')}`,
  work: () => {
    const width = shape.at(-1) as number;
    const g = between(-1, 1, shape);
    const parameters = {
      x: between(3, 5, shape),
      gain: between(0.5, 2, [width]),
      shift: between(-1, 1, [width]),
    };
    const layer = T.valueAndGrad((p: typeof parameters) =>
      T.sum(T.mul(T.layerNorm(p.x, p.gain, p.shift), g)),
    )(parameters);
    const batch = T.valueAndGrad((p: typeof parameters) =>
      T.sum(T.mul(T.batchNorm(p.x, p.gain, p.shift).y, g)),
    )(parameters);
    const unit = T.valueAndGrad((x: Tensor) => T.sum(T.mul(T.normalize(x), g)))(parameters.x);
    const { y, mean, variance } = T.batchNorm(parameters.x, parameters.gain, parameters.shift);
    return [
      ...[layer, batch].flatMap(({ value, gradients: { x, gain, shift } }) => [value, x, gain, shift]),
      unit.value,
      unit.gradients,
      y,
      mean,
      variance,
      T.layerNorm(parameters.x, parameters.gain, parameters.shift),
    ];
  },
  tolerance: 2e-4,
}));

const tables: Case[] = [
  {
    name: 'gather',
    work: () => [
      T.gather(between(0, 1, [9, 4]), whole(-1, 9, [3, 5])),
      T.gather(between(0, 1, [9]), whole(0, 9, [20])),
      T.gather(between(0, 1, [5, 2]), T.transpose(whole(0, 5, [2, 3]))),
      T.gather(whole(-9, 9, [6, 3]), whole(-1, 6, [7])),
      T.gather(pixels([5, 3]), whole(-1, 5, [7])),
    ],
    tolerance: 0,
  },
  {
    name: 'scatterAdd',
    work: () => [
      T.scatterAdd(between(0, 1, [40, 6]), whole(-1, 9, [40]), 9),
      T.scatterAdd(between(0, 1, [0, 6]), whole(0, 1, [0]), 4),
    ],
  },
  {
    name: 'scatterAdd by groups',
    work: () => T.scatterAdd(between(0, 1, [3000, 4]), whole(-1, 2000, [3000]), 2000),
  },
  {
    name: 'takeAlong and its gradient',
    work: () => {
      const [x, i] = [between(-1, 1, [6, 9]), whole(0, 9, [6, 4])];
      return [T.takeAlong(x, i), T.grad((v: Tensor) => T.sum(T.square(T.takeAlong(v, i))))(x)];
    },
  },
  {
    name: 'sorted, with its gradient',
    work: () => T.grad((v: Tensor) => T.sum(T.mul(T.sort(v).values, T.range(0, 30))))(between(-1, 1, [30])),
  },
  ...(['sum', 'mean'] as const).map((mode) => ({
    name: `embeddingBag, ${mode}`,
    work: () => {
      const [table, indices, g] = [between(-1, 1, [50, 6]), whole(-1, 50, [8, 5]), between(-1, 1, [8, 6])];
      const loss = (t: Tensor | T.EmbeddingTable): Tensor =>
        T.sum(T.mul(T.embeddingBag(t, indices, { mode }), g));
      const sparse = T.valueAndGrad((t: T.EmbeddingTable) => loss(t))(new T.EmbeddingTable(table));
      const rows = sparse.gradients;
      return [
        T.embeddingBag(table, indices, { mode }),
        T.grad((t: Tensor) => loss(t))(table),
        rows.rows,
        rows.values,
      ];
    },
  })),
  ...(['float32', 'uint8'] as const).map((dtype) => ({
    name: `sampleImages of ${dtype}`,
    work: () => {
      const shape = [3, 7, 9, 3];
      const padded = dtype === 'uint8' ? pixels([3 + shape.reduce((a, b) => a * b)]) : between(0, 1, [570]);
      const images = T.reshape(T.slice(padded, [3]), shape);
      const wild = T.tensor([NaN, 1, 0, 0, Infinity, 0, 1, -3e38, 2, 0, 1, -Infinity], [2, 6]);
      return [
        T.sampleImages(images, whole(0, 3, [8]), between(-3, 5, [8, 6]), [5, 4]),
        T.sampleImages(images, whole(0, 3, [2]), wild, [3, 3]),
      ];
    },
    tolerance: 1e-4,
  })),
  {
    name: 'assigning in place',
    work: () => {
      const [x, labels] = [between(0, 1, [4, 4]), whole(0, 9, [6])];
      T.assign(x, T.transpose(x));
      T.assign(T.slice(labels, [1, 4]), whole(0, 9, [3]));
      return [x, labels];
    },
    tolerance: 0,
  },
  {
    name: 'optimisers',
    work: () => {
      const options = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 };
      const w = between(-1, 1, [20, 5]);
      const moments = { mean: T.zeros([20, 5]), square: T.zeros([20, 5]) };
      for (let step = 1; step < 4; step++)
        T.adamStep(w, between(-1, 1, [20, 5]), moments, { ...options, step });
      const table = new T.EmbeddingTable(between(-1, 1, [20, 5]));
      const own = { mean: T.zeros([20, 5]), square: T.zeros([20, 5]) };
      const rows = new T.SparseRows(
        [20, 5],
        T.tensor(new Int32Array([3, 0, 17, -1])),
        between(-1, 1, [4, 5]),
      );
      T.adamStep(table, rows, own, { ...options, step: 1 });
      T.adagradStep(table, rows, own.square, { learningRate: 0.1, epsilon: 1e-8 });
      return [w, moments.mean, moments.square, table.weights, own.mean, own.square];
    },
  },
];

const streams: Case[] = [
  {
    name: 'random bits',
    work: () => [T.random.bits(T.random.key(7), [1000]), T.random.bits(T.random.key(-3), [13])],
    tolerance: 0,
  },
  {
    name: 'random uniform',
    work: () => [T.random.uniform(T.random.key(7), [1003]), T.random.bernoulli(T.random.key(8), 0.3, [77])],
    tolerance: 0,
  },
  {
    name: 'random normal',
    work: () => [T.random.normal(T.random.key(7), [1003]), T.random.normal(T.random.key(7), [5])],
    tolerance: 0,
  },
  {
    name: 'random order',
    work: () => [T.random.permutation(T.random.key(9), 100), T.random.integers(T.random.key(1), [50], 3, 20)],
    tolerance: 0,
  },
];

/** Images, windows and filters: padded, with steps, of odd sizes, without a pixel under a window. */
const images: readonly { shape: readonly [number, number, number, number]; count: number; window: Window }[] =
  [
    {
      shape: [2, 5, 5, 3],
      count: 4,
      window: { height: 3, width: 3, strideY: 1, strideX: 1, top: 1, left: 1 },
    },
    {
      shape: [3, 8, 7, 8],
      count: 20,
      window: { height: 3, width: 2, strideY: 2, strideX: 2, top: 1, left: 0 },
    },
    {
      shape: [1, 6, 6, 1],
      count: 1,
      window: { height: 2, width: 2, strideY: 2, strideX: 3, top: 0, left: 1 },
    },
    {
      shape: [20, 12, 12, 4],
      count: 6,
      window: { height: 1, width: 1, strideY: 1, strideX: 1, top: 0, left: 0 },
    },
  ];

function down(length: number, size: number, stride: number, before: number): number {
  // As much behind as before.
  return Math.floor((length + 2 * before - size) / stride) + 1;
}

const windows: Case[] = images.flatMap(({ shape, count, window }) => {
  const [n, h, w, c] = shape;
  const [p, q] = [
    down(h, window.height, window.strideY, window.top),
    down(w, window.width, window.strideX, window.left),
  ];
  const taps = [window.height, window.width];
  const name = `${shape.join(' × ')}, window ${taps.join(' × ')}`;
  return [
    {
      name: `convolution ${name}`,
      work: () => {
        const [x, filters, dy] = [
          between(-1, 1, shape),
          between(-1, 1, [...taps, c, count]),
          between(-1, 1, [n, p, q, count]),
        ];
        return [
          ...kernel('convolution', [x, filters], [[n, p, q, count]], window),
          ...kernel('convolutionInputGradient', [dy, filters], [shape], window),
          ...kernel('convolutionFilterGradient', [x, dy], [[...taps, c, count]], window),
        ];
      },
      tolerance: 1e-4,
    },
    {
      name: `depthwise ${name}`,
      work: () => {
        const [x, filters, dy] = [
          between(-1, 1, shape),
          between(-1, 1, [...taps, c]),
          between(-1, 1, [n, p, q, c]),
        ];
        return [
          ...kernel('depthwise', [x, filters], [[n, p, q, c]], window),
          ...kernel('depthwiseInputGradient', [dy, filters], [shape], window),
          ...kernel('depthwiseFilterGradient', [x, dy], [[...taps, c]], window),
        ];
      },
      tolerance: 1e-4,
    },
    {
      name: `pooling ${name}`,
      work: () => {
        const [x, dy] = [between(-1, 1, shape), between(-1, 1, [n, p, q, c])];
        const [y, found] = kernel(
          'maxPool',
          [x],
          [
            [n, p, q, c],
            [n, p, q, c],
          ],
          window,
          ['float32', 'int32'],
        ) as [Tensor, Tensor];
        return [
          y,
          found,
          ...kernel('maxPoolGradient', [dy, found], [shape], window),
          ...kernel('averagePool', [x], [[n, p, q, c]], window),
          ...kernel('averagePoolGradient', [dy], [shape], window),
        ];
      },
    },
  ];
});

// Wide enough for the tiles of 64.
windows.push({
  name: 'convolution with 40 filters',
  work: () => T.conv2d(between(-1, 1, [1, 6, 6, 5]), between(-1, 1, [3, 3, 5, 40]), { padding: 'same' }),
});

export const families = {
  'functions of one tensor': unary,
  'functions of two tensors': binary,
  'views, copies and kinds': views,
  'matrix products': products,
  reductions,
  'softmax and losses': rowwise,
  normalisations: normalised,
  'tables and optimisers': tables,
  'random streams': streams,
  'convolution and pooling': windows,
} satisfies Readonly<Record<string, readonly Case[]>>;

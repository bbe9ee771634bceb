/**
 * The four training steps that every stack takes: forward, backward, Adam, and the loss read. All from the same initial
 * values, all on one batch that stays the same: on a batch that stays, an Adam that touches only the rows of a table
 * that had a gradient learns exactly what the dense one learns, so that each stack may take whichever it is faster with
 * and the losses still have to agree.
 *
 * Weights of layers are [inputs, outputs], of convolutions [outputs, inputs, height, width], images
 * [batch, channels, height, width]; a stack that likes another order turns them before the clock runs.
 */
import { constant, given, learnt, whole, type Declared } from './declared.ts';
import { uniform } from './uniform.ts';

export type StepName = 'simclr' | 'conv' | 'text' | 'tfm';

export interface Step {
  about: string;
  tensors: Readonly<Record<string, Declared>>;
}

/** Adam as PyTorch has it: epsilon is added to the root of the corrected second moment. */
export const adam = { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Variances are those of the batch (divided by n); no running averages are used. */
export const normEpsilon = 1e-5;

/** Added to no norm: z = h / max(|h|, tiny), as in PyTorch's `normalize`. */
export const tinyNorm = 1e-12;

export const simclr = { batch: 512, views: 1024, temperature: 0.5 };

export const text = { batch: 512, tokens: 64, vocabulary: 50_000, width: 256, temperature: 0.1 };

export const tfm = { batch: 128, tokens: 16, width: 64, heads: 4, inner: 256, layers: 2, classes: 10 };

export interface Block {
  name: string;
  inputs: number;
  outputs: number;
  /** Where 2, a 1×1 convolution with a norm of its own (projection) takes the place of the plain way past. */
  stride: 1 | 2;
}

export const conv = {
  batch: 128,
  side: 32,
  classes: 10,
  stem: 16,
  /** relu(way past + norm(conv3×3(relu(norm(conv3×3(x)))))), the first of them with the stride. */
  blocks: [
    { name: 'a1', inputs: 16, outputs: 16, stride: 1 },
    { name: 'b1', inputs: 16, outputs: 32, stride: 2 },
    { name: 'c1', inputs: 32, outputs: 64, stride: 2 },
  ] satisfies Block[],
};

export const steps: Readonly<Record<StepName, Step>> = {
  simclr: {
    about:
      'MLP 784-512-256 (relu) on two views of 512 images, NT-Xent over the 1,024 views (temperature 0.5), Adam',
    tensors: {
      // Row i and row i + 512 are the two views of one image: the image with noise of their own.
      x: {
        shape: [simclr.views, 784],
        type: 'float32',
        learnt: false,
        fill(data) {
          const half = data.length / 2;
          for (let at = 0; at < data.length; at++)
            data[at] = uniform(1, at % half) + 0.3 * (uniform(2, at) - 0.5);
        },
      },
      ...layer(10, 'in', 784, 512),
      ...layer(11, 'out', 512, 256),
    },
  },
  conv: {
    about:
      `residual ConvNet 16-32-64 (${conv.blocks.length} basic blocks, batch norm), 32×32×3, batch 128, ` +
      'cross-entropy over 10 classes, Adam',
    tensors: {
      x: given(20, [conv.batch, 3, conv.side, conv.side]),
      y: whole(21, [conv.batch], conv.classes),
      ...filter(22, 'stem', 3, conv.stem, 3),
      ...Object.assign(
        {},
        ...conv.blocks.map(({ name, inputs, outputs, stride }, at) => ({
          ...filter(30 + 3 * at, `${name}.1`, inputs, outputs, 3),
          ...filter(31 + 3 * at, `${name}.2`, outputs, outputs, 3),
          ...(stride === 2 && filter(32 + 3 * at, `${name}.past`, inputs, outputs, 1)),
        })),
      ),
      ...layer(23, 'head', 64, conv.classes),
    },
  },
  text: {
    about:
      'mean of 64 embeddings (50,000 × 256), MLP 256-256-128 (relu), InfoNCE in the batch of 512 between two bags of ' +
      'each text (temperature 0.1), Adam',
    tensors: {
      bags: whole(60, [2 * text.batch, text.tokens], text.vocabulary),
      table: learnt(61, [text.vocabulary, text.width], 0.1),
      ...layer(62, 'in', text.width, 256),
      ...layer(63, 'out', 256, 128),
    },
  },
  tfm: {
    about:
      'transformer encoder of 2 layers (pre-norm, d 64, 4 heads, feed-forward 256 with gelu by erf), 16 tokens, ' +
      'batch 128, last norm, mean over the tokens, cross-entropy over 10 classes, Adam',
    tensors: {
      x: given(80, [tfm.batch, tfm.tokens, tfm.width]),
      y: whole(81, [tfm.batch], tfm.classes),
      ...Object.assign(
        {},
        ...Array.from({ length: tfm.layers }, (_, at) => ({
          ...norm(`${at}.before-attention`, tfm.width),
          // Queries, keys and values side by side, heads within each.
          ...layer(90 + 4 * at, `${at}.qkv`, tfm.width, 3 * tfm.width),
          ...layer(91 + 4 * at, `${at}.mix`, tfm.width, tfm.width),
          ...norm(`${at}.before-inner`, tfm.width),
          ...layer(92 + 4 * at, `${at}.up`, tfm.width, tfm.inner),
          ...layer(93 + 4 * at, `${at}.down`, tfm.inner, tfm.width),
        })),
      ),
      ...norm('last', tfm.width),
      ...layer(82, 'head', tfm.width, tfm.classes),
    },
  },
};

function layer(key: number, name: string, inputs: number, outputs: number): Record<string, Declared> {
  const reach = 1 / Math.sqrt(inputs);
  return {
    [`${name}.weight`]: learnt(key, [inputs, outputs], reach),
    [`${name}.bias`]: learnt(key + 1000, [outputs], reach),
  };
}

function filter(
  key: number,
  name: string,
  inputs: number,
  outputs: number,
  side: number,
): Record<string, Declared> {
  return {
    [`${name}.weight`]: learnt(key, [outputs, inputs, side, side], Math.sqrt(6 / (inputs * side * side))),
    ...norm(name, outputs),
  };
}

function norm(name: string, width: number): Record<string, Declared> {
  return { [`${name}.gain`]: constant([width], 1), [`${name}.shift`]: constant([width], 0) };
}

/**
 * The steps in jax-js. Its arrays are moved: every operation consumes what it is given, and `.ref` keeps a value for
 * another use.
 */
import { lax, nn, numpy as np } from '@jax-js/jax';
import { conv, normEpsilon, simclr, text, tfm, tinyNorm, type StepName } from './steps.ts';

export type Arrays = Record<string, np.Array>;

/** How convolutions are made: by the library, or as windows laid side by side and a matrix product. */
export type Convolution = 'own' | 'windows';

/** The loss of one batch; consumes both. */
export type Loss = (parameters: Arrays, inputs: Arrays) => np.Array;

export function lossOf(step: StepName, convolution: Convolution): Loss {
  switch (step) {
    case 'simclr':
      return simclrLoss;
    case 'conv':
      return (parameters, inputs) => convLoss(parameters, inputs, convolution);
    case 'text':
      return textLoss;
    case 'tfm':
      return tfmLoss;
  }
}

function linear(p: Arrays, name: string, x: np.Array): np.Array {
  return np.matmul(x, take(p, `${name}.weight`)).add(take(p, `${name}.bias`));
}

/** A parameter that is used only here. */
function take(p: Arrays, name: string): np.Array {
  const found = p[name];
  if (found === undefined) throw new Error(`There is no parameter ${name}.`);
  return found;
}

function normalise(h: np.Array): np.Array {
  const norm = np.sqrt(np.sum(np.square(h.ref), 1, { keepdims: true }));
  return h.div(np.maximum(norm, tinyNorm));
}

/** Mean of −log softmax at the class, which is given as rows of zeros with a one. */
function crossEntropy(logits: np.Array, oneHot: np.Array): np.Array {
  const rows = logits.shape[0] as number;
  return np.sum(nn.logSoftmax(logits, 1).mul(oneHot)).mul(-1 / rows);
}

function simclrLoss(p: Arrays, { x }: Arrays): np.Array {
  const z = normalise(linear(p, 'out', nn.relu(linear(p, 'in', x as np.Array))));
  const logits = np.matmul(z.ref, np.matrixTranspose(z)).mul(1 / simclr.temperature);
  const masked = np.where(np.eye(simclr.views, simclr.views, { dtype: np.bool }), -1e9, logits);
  const partner = np.arange(simclr.views).add(simclr.batch).mod(simclr.views);
  return crossEntropy(masked, nn.oneHot(partner.astype(np.int32), simclr.views));
}

function convLoss(p: Arrays, { x, y }: Arrays, convolution: Convolution): np.Array {
  const convolve = (name: string, image: np.Array, stride: number): np.Array => {
    const weight = take(p, `${name}.weight`);
    const out = (convolution === 'own' ? ownConvolution : windowsConvolution)(image, weight, stride);
    const mean = np.mean(out.ref, [0, 2, 3], { keepdims: true });
    const centred = out.sub(mean);
    const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
    const channels = [1, centred.shape[1] as number, 1, 1];
    return centred
      .mul(
        take(p, `${name}.gain`)
          .reshape(channels)
          .div(np.sqrt(variance.add(normEpsilon))),
      )
      .add(take(p, `${name}.shift`).reshape(channels));
  };
  let image = nn.relu(convolve('stem', x as np.Array, 1));
  for (const { name, stride } of conv.blocks) {
    const past = stride === 1 ? image.ref : convolve(`${name}.past`, image.ref, stride);
    const inner = nn.relu(convolve(`${name}.1`, image, stride));
    image = nn.relu(convolve(`${name}.2`, inner, 1).add(past));
  }
  const logits = linear(p, 'head', np.mean(image, [2, 3]));
  return crossEntropy(logits, nn.oneHot(y as np.Array, conv.classes));
}

export function ownConvolution(image: np.Array, weight: np.Array, stride: number): np.Array {
  const reach = ((weight.shape[2] as number) - 1) / 2;
  return lax.convGeneralDilated(
    image,
    weight,
    [stride, stride],
    [
      [reach, reach],
      [reach, reach],
    ],
  );
}

/** The 3×3 windows of all places as rows of a matrix. */
export function windowsConvolution(image: np.Array, weight: np.Array, stride: number): np.Array {
  const [batch, channels, height, width] = image.shape as [number, number, number, number];
  const [outputs, , side] = weight.shape as [number, number, number];
  const reach = (side - 1) / 2;
  const [tall, wide] = [height / stride, width / stride];
  const around: [number, number] = [reach, reach + stride - 1];
  const padded = np.pad(image, [[0, 0], [0, 0], around, around]);
  const shifted: np.Array[] = [];
  for (let down = 0; down < side; down++)
    for (let right = 0; right < side; right++) {
      const window = padded.ref.slice([], [], [down, down + height], [right, right + width]);
      // Every second row and column: jax-js slices have no stride.
      shifted.push(
        stride === 1
          ? window
          : window.reshape([batch, channels, tall, stride, wide, stride]).slice([], [], [], 0, [], 0),
      );
    }
  padded.dispose();
  const windows = np.stack(shifted, 2).reshape([batch, channels * side * side, tall * wide]);
  // Not `matmul`, which puts the axes of a matrix times a batch of matrices in the wrong order.
  return np
    .einsum('ok,bkp->bop', weight.reshape([outputs, channels * side * side]), windows)
    .reshape([batch, outputs, tall, wide]);
}

function textLoss(p: Arrays, { bags }: Arrays): np.Array {
  const pooled = np.mean(np.take(take(p, 'table'), bags as np.Array, 0), 1);
  const z = normalise(linear(p, 'out', nn.relu(linear(p, 'in', pooled))));
  const one = z.ref.slice([0, text.batch]);
  const other = z.slice([text.batch, 2 * text.batch]);
  const logits = np.matmul(one, np.matrixTranspose(other)).mul(1 / text.temperature);
  return crossEntropy(logits, np.eye(text.batch));
}

function tfmLoss(p: Arrays, { x, y }: Arrays): np.Array {
  const { batch, tokens, width, heads, layers } = tfm;
  const each = width / heads;
  const norm = (name: string, h: np.Array) => {
    const centred = h.ref.sub(np.mean(h, -1, { keepdims: true }));
    const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
    return centred
      .div(np.sqrt(variance.add(normEpsilon)))
      .mul(take(p, `${name}.gain`))
      .add(take(p, `${name}.shift`));
  };
  let h = (x as np.Array).reshape([batch * tokens, width]);
  for (let layer = 0; layer < layers; layer++) {
    const qkv = linear(p, `${layer}.qkv`, norm(`${layer}.before-attention`, h.ref));
    const parts = np.transpose(qkv.reshape([batch, tokens, 3, heads, each]), [2, 0, 3, 1, 4]);
    const [q, k, v] = [parts.ref.slice(0), parts.ref.slice(1), parts.slice(2)];
    const weights = nn.softmax(np.matmul(q, np.matrixTranspose(k)).mul(1 / Math.sqrt(each)), -1);
    const mixed = np.transpose(np.matmul(weights, v), [0, 2, 1, 3]).reshape([batch * tokens, width]);
    h = h.add(linear(p, `${layer}.mix`, mixed));
    const up = linear(p, `${layer}.up`, norm(`${layer}.before-inner`, h.ref));
    h = h.add(linear(p, `${layer}.down`, nn.gelu(up, { approximate: false })));
  }
  const pooled = np.mean(norm('last', h).reshape([batch, tokens, width]), 1);
  return crossEntropy(linear(p, 'head', pooled), nn.oneHot(y as np.Array, tfm.classes));
}

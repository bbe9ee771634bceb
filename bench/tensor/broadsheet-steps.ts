/** The steps in our engine; images are [batch, height, width, channels], filters [height, width, inputs, outputs]. */
import * as T from '@broadsheet/tensor';
import { conv, normEpsilon, simclr, text, tfm, tinyNorm, type StepName } from './steps.ts';

export type Tensors = Readonly<Record<string, T.Tensor>>;
export type Parameters = Readonly<Record<string, T.Tensor | T.EmbeddingTable>>;

/** Prepares what stays the same from step to step, and gives the loss of the batch. */
export type Prepare = (inputs: Tensors) => (parameters: Parameters) => T.Tensor;

export const losses: Readonly<Record<StepName, Prepare>> = {
  simclr: simclrLoss,
  conv: convLoss,
  text: textLoss,
  tfm: tfmLoss,
};

function simclrLoss(inputs: Tensors): (p: Parameters) => T.Tensor {
  const { views, batch, temperature } = simclr;
  const x = get(inputs, 'x');
  const self = Int32Array.from({ length: views }, (_, at) => at);
  const positives = T.tensor(self.map((at) => (at + batch) % views));
  const leaveOut = T.tensor(self);
  return (p) => {
    const z = T.normalize(linear(p, 'out', T.relu(linear(p, 'in', x))), tinyNorm);
    return T.mean(T.contrast(z, z, { positives, temperature, leaveOut }));
  };
}

function convLoss(inputs: Tensors): (p: Parameters) => T.Tensor {
  const [x, y] = [get(inputs, 'x'), get(inputs, 'y')];
  return (p) => {
    const convolve = (name: string, image: T.Tensor, stride: number): T.Tensor => {
      const filters = get(p, `${name}.weight`);
      const padding = ((filters.shape[0] as number) - 1) / 2;
      const out = T.conv2d(image, filters, { stride, padding });
      return T.batchNorm(out, get(p, `${name}.gain`), get(p, `${name}.shift`), normEpsilon).y;
    };
    let image = T.relu(convolve('stem', x, 1));
    for (const { name, stride } of conv.blocks) {
      const past = stride === 1 ? image : convolve(`${name}.past`, image, stride);
      const inner = T.relu(convolve(`${name}.1`, image, stride));
      image = T.relu(T.add(past, convolve(`${name}.2`, inner, 1)));
    }
    return T.mean(T.softmaxCrossEntropy(linear(p, 'head', T.mean(image, [1, 2])), y));
  };
}

function textLoss(inputs: Tensors): (p: Parameters) => T.Tensor {
  const bags = get(inputs, 'bags');
  const positives = T.tensor(Int32Array.from({ length: text.batch }, (_, at) => at));
  return (p) => {
    const pooled = T.embeddingBag(p['table'] as T.EmbeddingTable, bags);
    const z = T.normalize(linear(p, 'out', T.relu(linear(p, 'in', pooled))), tinyNorm);
    const [one, other] = T.split(z, 2) as [T.Tensor, T.Tensor];
    return T.mean(T.contrast(one, other, { positives, temperature: text.temperature }));
  };
}

function tfmLoss(inputs: Tensors): (p: Parameters) => T.Tensor {
  const { batch, tokens, width, heads, layers } = tfm;
  const each = width / heads;
  const [x, y] = [get(inputs, 'x'), get(inputs, 'y')];
  return (p) => {
    const norm = (name: string, h: T.Tensor) =>
      T.layerNorm(h, get(p, `${name}.gain`), get(p, `${name}.shift`), normEpsilon);
    let h = T.reshape(x, [batch * tokens, width]);
    for (let layer = 0; layer < layers; layer++) {
      const qkv = linear(p, `${layer}.qkv`, norm(`${layer}.before-attention`, h));
      const apart = T.transpose(T.reshape(qkv, [batch, tokens, 3, heads, each]), [2, 0, 3, 1, 4]);
      const [q, k, v] = T.split(apart, 3).map((part) => T.squeeze(part, 0)) as [T.Tensor, T.Tensor, T.Tensor];
      const weights = T.softmax(T.mul(T.matmul(q, T.transpose(k, [0, 1, 3, 2])), 1 / Math.sqrt(each)));
      const mixed = T.reshape(T.transpose(T.matmul(weights, v), [0, 2, 1, 3]), [batch * tokens, width]);
      h = T.add(h, linear(p, `${layer}.mix`, mixed));
      const up = T.gelu(linear(p, `${layer}.up`, norm(`${layer}.before-inner`, h)));
      h = T.add(h, linear(p, `${layer}.down`, up));
    }
    const pooled = T.mean(T.reshape(norm('last', h), [batch, tokens, width]), 1);
    return T.mean(T.softmaxCrossEntropy(linear(p, 'head', pooled), y));
  };
}

function linear(p: Parameters, name: string, x: T.Tensor): T.Tensor {
  return T.linear(x, get(p, `${name}.weight`), get(p, `${name}.bias`));
}

function get(from: Parameters, name: string): T.Tensor {
  const found = from[name];
  if (!(found instanceof T.Tensor)) throw new Error(`There is no tensor ${name}.`);
  return found;
}

/** The steps in TensorFlow.js; images are [batch, height, width, channels], filters [height, width, inputs, outputs]. */
import * as tf from '@tensorflow/tfjs-core';
import { conv, normEpsilon, simclr, text, tfm, tinyNorm, type StepName } from './steps.ts';

export type Tensors = Readonly<Record<string, tf.Tensor>>;
export type Loss = (tensors: Tensors) => tf.Scalar;

export const losses: Readonly<Record<StepName, Loss>> = {
  simclr: simclrLoss,
  conv: convLoss,
  text: textLoss,
  tfm: tfmLoss,
};

function get<T extends tf.Tensor = tf.Tensor>(t: Tensors, name: string): T {
  const found = t[name];
  if (found === undefined) throw new Error(`There is no tensor ${name}.`);
  return found as T;
}

function linear(t: Tensors, name: string, x: tf.Tensor): tf.Tensor2D {
  return tf.add(tf.matMul(x, get(t, `${name}.weight`)), get(t, `${name}.bias`));
}

function normalise(h: tf.Tensor2D): tf.Tensor2D {
  const norm = tf.sqrt(tf.sum(tf.square(h), 1, true));
  return tf.div(h, tf.maximum(norm, tinyNorm));
}

function crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), 1)));
}

function classes(t: Tensors, count: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(get<tf.Tensor1D>(t, 'y'), count), 'float32') as tf.Tensor2D;
}

function simclrLoss(t: Tensors): tf.Scalar {
  const { views, batch, temperature } = simclr;
  const z = normalise(linear(t, 'out', tf.relu(linear(t, 'in', get(t, 'x')))));
  const logits = tf.mul(tf.matMul(z, z, false, true), 1 / temperature);
  const masked = tf.sub(logits, tf.mul(tf.eye(views), 1e9)) as tf.Tensor2D;
  const partners = Int32Array.from({ length: views }, (_, at) => (at + batch) % views);
  return crossEntropy(
    masked,
    tf.cast(tf.oneHot(tf.tensor1d(partners, 'int32'), views), 'float32') as tf.Tensor2D,
  );
}

function convLoss(t: Tensors): tf.Scalar {
  const convolve = (name: string, image: tf.Tensor4D, stride: number): tf.Tensor4D => {
    const weight = get<tf.Tensor4D>(t, `${name}.weight`);
    // 'same' pads a stride of 2 at the other side than PyTorch does.
    const out = tf.conv2d(image, weight, stride, (weight.shape[0] - 1) / 2);
    const { mean, variance } = tf.moments(out, [0, 1, 2]);
    const scale = tf.div(get(t, `${name}.gain`), tf.sqrt(tf.add(variance, normEpsilon)));
    return tf.add(tf.mul(tf.sub(out, mean), scale), get(t, `${name}.shift`));
  };
  let image = tf.relu(convolve('stem', get(t, 'x'), 1));
  for (const { name, stride } of conv.blocks) {
    const past = stride === 1 ? image : convolve(`${name}.past`, image, stride);
    const inner = tf.relu(convolve(`${name}.1`, image, stride));
    image = tf.relu(tf.add(past, convolve(`${name}.2`, inner, 1)));
  }
  return crossEntropy(linear(t, 'head', tf.mean(image, [1, 2])), classes(t, conv.classes));
}

function textLoss(t: Tensors): tf.Scalar {
  const pooled = tf.mean(tf.gather(get(t, 'table'), get<tf.Tensor2D>(t, 'bags')), 1);
  const z = normalise(linear(t, 'out', tf.relu(linear(t, 'in', pooled))));
  const one = tf.slice(z, 0, text.batch);
  const other = tf.slice(z, text.batch, text.batch);
  const logits = tf.mul(tf.matMul(one, other, false, true), 1 / text.temperature) as tf.Tensor2D;
  return crossEntropy(logits, tf.eye(text.batch));
}

function tfmLoss(t: Tensors): tf.Scalar {
  const { batch, tokens, width, heads, layers } = tfm;
  const each = width / heads;
  const norm = (name: string, h: tf.Tensor) => {
    const { mean, variance } = tf.moments(h, -1, true);
    const scaled = tf.div(tf.sub(h, mean), tf.sqrt(tf.add(variance, normEpsilon)));
    return tf.add(tf.mul(scaled, get(t, `${name}.gain`)), get(t, `${name}.shift`));
  };
  let h: tf.Tensor = tf.reshape(get(t, 'x'), [batch * tokens, width]);
  for (let layer = 0; layer < layers; layer++) {
    const qkv = linear(t, `${layer}.qkv`, norm(`${layer}.before-attention`, h));
    const parts = tf.unstack(tf.transpose(tf.reshape(qkv, [batch, tokens, 3, heads, each]), [2, 0, 3, 1, 4]));
    const [q, k, v] = parts as [tf.Tensor, tf.Tensor, tf.Tensor];
    const weights = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(each)));
    const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [batch * tokens, width]);
    h = tf.add(h, linear(t, `${layer}.mix`, mixed));
    const up = linear(t, `${layer}.up`, norm(`${layer}.before-inner`, h));
    const gelu = tf.mul(tf.mul(up, 0.5), tf.add(tf.erf(tf.mul(up, Math.SQRT1_2)), 1));
    h = tf.add(h, linear(t, `${layer}.down`, gelu));
  }
  const pooled = tf.mean(tf.reshape(norm('last', h), [batch, tokens, width]), 1);
  return crossEntropy(linear(t, 'head', pooled), classes(t, tfm.classes));
}

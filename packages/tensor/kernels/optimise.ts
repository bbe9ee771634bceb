// Steps of optimisers, in place: one pass over parameter, gradient and moments.
import { splat } from './simd';

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter, 2019) on `count` elements.
 * `rate` is η / (1 - β₁ᵗ), `unbias` 1 / √(1 - β₂ᵗ), `keep` 1 - η·decay. Elements need not be a multiple of four.
 */
function adamRow(
  p: usize, g: usize, m: usize, v: usize, count: i32,
  rate: f32, unbias: f32, keep: f32, beta1: f32, beta2: f32, epsilon: f32,
): void {
  const b1 = splat(beta1), b2 = splat(beta2), n1 = splat(1 - beta1), n2 = splat(1 - beta2);
  const r = splat(rate), u = splat(unbias), k = splat(keep), e = splat(epsilon);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const gradient = v128.load(g);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(n1, gradient));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(n2, f32x4.mul(gradient, gradient)));
    v128.store(m, mean);
    v128.store(v, square);
    const change = f32x4.div(f32x4.mul(r, mean), f32x4.add(f32x4.mul(f32x4.sqrt(square), u), e));
    v128.store(p, f32x4.sub(f32x4.mul(k, v128.load(p)), change));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  for (; i < count; i++) {
    const gradient = load<f32>(g);
    const mean = beta1 * load<f32>(m) + (1 - beta1) * gradient;
    const square = beta2 * load<f32>(v) + (1 - beta2) * (gradient * gradient);
    store<f32>(m, mean);
    store<f32>(v, square);
    store<f32>(p, keep * load<f32>(p) - (rate * mean) / (sqrt<f32>(square) * unbias + epsilon));
    p += 4;
    g += 4;
    m += 4;
    v += 4;
  }
}

/** Elements `from` to `to`. */
export function adam(
  p: usize, g: usize, m: usize, v: usize,
  rate: f32, unbias: f32, keep: f32, beta1: f32, beta2: f32, epsilon: f32, from: i32, to: i32,
): void {
  const skip = (from as usize) * 4;
  adamRow(p + skip, g + skip, m + skip, v + skip, to - from, rate, unbias, keep, beta1, beta2, epsilon);
}

/** The rows of a table that a batch touched; the others, and their moments, stay as they are. Units: entries of `rows`. */
export function sparseAdam(
  p: usize, rows: usize, g: usize, m: usize, v: usize, width: i32,
  rate: f32, unbias: f32, keep: f32, beta1: f32, beta2: f32, epsilon: f32, from: i32, to: i32,
): void {
  const rowBytes = (width as usize) * 4;
  for (let i = from; i < to; i++) {
    const row = load<i32>(rows + (i as usize) * 4);
    if (row < 0) continue;
    const at = (row as usize) * rowBytes;
    adamRow(
      p + at, g + (i as usize) * rowBytes, m + at, v + at, width, rate, unbias, keep, beta1, beta2, epsilon,
    );
  }
}

/** Adagrad (Duchi et al., 2011) on the rows that a batch touched. Units: entries of `rows`. */
export function sparseAdagrad(
  p: usize, rows: usize, g: usize, squares: usize, width: i32, rate: f32, epsilon: f32, from: i32, to: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = load<i32>(rows + (i as usize) * 4);
    if (row < 0) continue;
    for (let c = 0; c < width; c++) {
      const at = ((row as usize) * (width as usize) + (c as usize)) * 4;
      const gradient = load<f32>(g + ((i as usize) * (width as usize) + (c as usize)) * 4);
      const sum = load<f32>(squares + at) + gradient * gradient;
      store<f32>(squares + at, sum);
      store<f32>(p + at, load<f32>(p + at) - (rate * gradient) / (sqrt<f32>(sum) + epsilon));
    }
  }
}

// Layer normalisation, batch normalisation and rows of unit length, with their gradients.
import { madd, splat, sumLanes } from './simd';

/** Σ x, and Σ (x - mean)², of one row in float32 blocks. */
function sumOf(x: usize, length: i32): f32 {
  let sum = splat(0);
  let rest: f32 = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    sum = f32x4.add(sum, v128.load(x));
    x += 16;
  }
  for (; i < length; i++) {
    rest += load<f32>(x);
    x += 4;
  }
  return sumLanes(sum) + rest;
}

function squaresAround(x: usize, length: i32, centre: f32): f32 {
  const c = splat(centre);
  let sum = splat(0);
  let rest: f32 = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const d = f32x4.sub(v128.load(x), c);
    sum = f32x4.add(sum, f32x4.mul(d, d));
    x += 16;
  }
  for (; i < length; i++) {
    const d = load<f32>(x) - centre;
    rest += d * d;
    x += 4;
  }
  return sumLanes(sum) + rest;
}

/** y = (x - mean) / √(variance + ε) · gain + shift along each row (Ba et al., 2016, equation 3). Units: rows. */
export function layerNorm(
  x: usize, gain: usize, shift: usize, y: usize, means: usize, inverses: usize,
  length: i32, epsilon: f32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    const a = x + skip;
    const b = y + skip;
    const mean = sumOf(a, length) / (length as f32);
    const inverse: f32 = 1.0 / sqrt<f32>(squaresAround(a, length, mean) / (length as f32) + epsilon);
    store<f32>(means + (row as usize) * 4, mean);
    store<f32>(inverses + (row as usize) * 4, inverse);
    const m = splat(mean);
    const r = splat(inverse);
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = (i as usize) * 4;
      const z = f32x4.mul(f32x4.sub(v128.load(a + at), m), r);
      v128.store(b + at, madd(z, v128.load(gain + at), v128.load(shift + at)));
    }
    for (; i < length; i++) {
      const at = (i as usize) * 4;
      store<f32>(b + at, (load<f32>(a + at) - mean) * inverse * load<f32>(gain + at) + load<f32>(shift + at));
    }
  }
}

/** dx = inverse · (h - mean(h) - z·mean(h·z)), h = g·gain, z = (x - mean)·inverse. Units: rows. */
export function layerNormInputGradient(
  x: usize, gain: usize, means: usize, inverses: usize, g: usize, dx: usize, length: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    const mean = load<f32>(means + (row as usize) * 4);
    const inverse = load<f32>(inverses + (row as usize) * 4);
    const m = splat(mean);
    const r = splat(inverse);
    let sum = splat(0);
    let product = splat(0);
    let sumRest: f32 = 0;
    let productRest: f32 = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = (i as usize) * 4;
      const h = f32x4.mul(v128.load(g + skip + at), v128.load(gain + at));
      sum = f32x4.add(sum, h);
      product = f32x4.add(product, f32x4.mul(h, f32x4.mul(f32x4.sub(v128.load(x + skip + at), m), r)));
    }
    for (; i < length; i++) {
      const at = (i as usize) * 4;
      const h = load<f32>(g + skip + at) * load<f32>(gain + at);
      sumRest += h;
      productRest += h * (load<f32>(x + skip + at) - mean) * inverse;
    }
    const meanH = (sumLanes(sum) + sumRest) / (length as f32);
    const meanHz = (sumLanes(product) + productRest) / (length as f32);
    const mh = splat(meanH);
    const mhz = splat(meanHz);
    for (i = 0; i + 4 <= length; i += 4) {
      const at = (i as usize) * 4;
      const h = f32x4.mul(v128.load(g + skip + at), v128.load(gain + at));
      const z = f32x4.mul(f32x4.sub(v128.load(x + skip + at), m), r);
      v128.store(dx + skip + at, f32x4.mul(r, f32x4.sub(f32x4.sub(h, mh), f32x4.mul(z, mhz))));
    }
    for (; i < length; i++) {
      const at = (i as usize) * 4;
      const h = load<f32>(g + skip + at) * load<f32>(gain + at);
      const z = (load<f32>(x + skip + at) - mean) * inverse;
      store<f32>(dx + skip + at, inverse * (h - meanH - z * meanHz));
    }
  }
}

/** dgain = Σ g·z and dshift = Σ g over rows. Units: blocks of 16 columns; the last may be shorter. */
export function layerNormScaleGradient(
  x: usize, means: usize, inverses: usize, g: usize, dGain: usize, dShift: usize,
  rows: i32, length: i32, from: i32, to: i32,
): void {
  for (let unit = from; unit < to; unit++) {
    const end = min(length, unit * 16 + 16);
    let column = unit * 16;
    for (; column + 4 <= end; column += 4) {
      let gain = splat(0);
      let shift = splat(0);
      for (let row = 0; row < rows; row++) {
        const at = ((row as usize) * (length as usize) + (column as usize)) * 4;
        const d = v128.load(g + at);
        const z = f32x4.mul(
          f32x4.sub(v128.load(x + at), v128.load32_splat(means + (row as usize) * 4)),
          v128.load32_splat(inverses + (row as usize) * 4),
        );
        gain = f32x4.add(gain, f32x4.mul(d, z));
        shift = f32x4.add(shift, d);
      }
      v128.store(dGain + (column as usize) * 4, gain);
      v128.store(dShift + (column as usize) * 4, shift);
    }
    for (; column < end; column++) {
      let gain: f32 = 0;
      let shift: f32 = 0;
      for (let row = 0; row < rows; row++) {
        const at = ((row as usize) * (length as usize) + (column as usize)) * 4;
        const d = load<f32>(g + at);
        gain += d * (load<f32>(x + at) - load<f32>(means + (row as usize) * 4)) * load<f32>(inverses + (row as usize) * 4);
        shift += d;
      }
      store<f32>(dGain + (column as usize) * 4, gain);
      store<f32>(dShift + (column as usize) * 4, shift);
    }
  }
}

/** Rows that batch normalisation sums before it adds to the whole. */
@inline
const STRIPE: i32 = 256;

/**
 * For each channel and each stripe of 256 rows: Σ (a - shift) and Σ (a - shift)·(b - shift2), into
 * `partial` [stripes, 2, channels]. With a = b = x and both shifts the first row, that is what mean and variance need;
 * with a = g, b = x (shifts 0 and the mean) what the gradient does. Units: stripes.
 */
export function channelSums(
  a: usize, b: usize, aShift: usize, bShift: usize, partial: usize, rows: i32, channels: i32, from: i32, to: i32,
): void {
  for (let stripe = from; stripe < to; stripe++) {
    const first = stripe * STRIPE;
    const last = min(rows, first + STRIPE);
    const out = partial + ((stripe * 2 * channels) as usize) * 4;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = (c as usize) * 4;
      const sa = aShift == 0 ? splat(0) : v128.load(aShift + at);
      const sb = v128.load(bShift + at);
      let sum = splat(0);
      let product = splat(0);
      let skip = ((first as usize) * (channels as usize) + (c as usize)) * 4;
      for (let row = first; row < last; row++) {
        const u = f32x4.sub(v128.load(a + skip), sa);
        sum = f32x4.add(sum, u);
        product = madd(u, f32x4.sub(v128.load(b + skip), sb), product);
        skip += (channels as usize) * 4;
      }
      v128.store(out + at, sum);
      v128.store(out + ((channels + c) as usize) * 4, product);
    }
    for (; c < channels; c++) {
      const at = (c as usize) * 4;
      const sa: f32 = aShift == 0 ? 0 : load<f32>(aShift + at);
      const sb = load<f32>(bShift + at);
      let sum: f32 = 0;
      let product: f32 = 0;
      let skip = ((first as usize) * (channels as usize) + (c as usize)) * 4;
      for (let row = first; row < last; row++) {
        const u = load<f32>(a + skip) - sa;
        sum += u;
        product += u * (load<f32>(b + skip) - sb);
        skip += (channels as usize) * 4;
      }
      store<f32>(out + at, sum);
      store<f32>(out + ((channels + c) as usize) * 4, product);
    }
  }
}

/** mean and biased variance of each channel from the sums around the first row. One unit. */
export function batchMoments(
  x: usize, partial: usize, mean: usize, variance: usize, rows: i32, channels: i32, from: i32, to: i32,
): void {
  if (from >= to) return;
  const stripes = (rows + STRIPE - 1) / STRIPE;
  for (let c = 0; c < channels; c++) {
    let sum: f64 = 0;
    let squares: f64 = 0;
    for (let stripe = 0; stripe < stripes; stripe++) {
      const at = partial + ((stripe * 2 * channels + c) as usize) * 4;
      sum += load<f32>(at) as f64;
      squares += load<f32>(at + (channels as usize) * 4) as f64;
    }
    const away = sum / (rows as f64);
    store<f32>(mean + (c as usize) * 4, (away + (load<f32>(x + (c as usize) * 4) as f64)) as f32);
    store<f32>(variance + (c as usize) * 4, max<f64>(0, squares / (rows as f64) - away * away) as f32);
  }
}

/**
 * dgain = Σ g·z and dshift = Σ g from their partial sums; then the three factors of the input's gradient,
 * dx = g·p - q - (x - mean)·r, into `factors` [3, channels]. One unit.
 */
export function batchGradientFactors(
  partial: usize, gain: usize, variance: usize, dGain: usize, dShift: usize, factors: usize,
  rows: i32, channels: i32, epsilon: f32, from: i32, to: i32,
): void {
  if (from >= to) return;
  const stripes = (rows + STRIPE - 1) / STRIPE;
  for (let c = 0; c < channels; c++) {
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let stripe = 0; stripe < stripes; stripe++) {
      const at = partial + ((stripe * 2 * channels + c) as usize) * 4;
      sum += load<f32>(at) as f64;
      product += load<f32>(at + (channels as usize) * 4) as f64;
    }
    const at = (c as usize) * 4;
    const inverse = 1 / sqrt<f64>((load<f32>(variance + at) as f64) + (epsilon as f64));
    const scale = (load<f32>(gain + at) as f64) * inverse;
    store<f32>(dGain + at, (product * inverse) as f32);
    store<f32>(dShift + at, sum as f32);
    store<f32>(factors + at, scale as f32);
    store<f32>(factors + at + (channels as usize) * 4, ((scale * sum) / (rows as f64)) as f32);
    store<f32>(
      factors + at + (channels as usize) * 8,
      ((scale * product * inverse * inverse) / (rows as f64)) as f32,
    );
  }
}

/** dx = g·p - q - (x - mean)·r. Units: rows. */
export function batchNormInputGradient(
  x: usize, mean: usize, g: usize, factors: usize, dx: usize, channels: i32, from: i32, to: i32,
): void {
  const p = factors;
  const q = p + (channels as usize) * 4;
  const r = q + (channels as usize) * 4;
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (channels as usize) * 4;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = (c as usize) * 4;
      const away = f32x4.sub(v128.load(x + skip + at), v128.load(mean + at));
      const straight = f32x4.sub(f32x4.mul(v128.load(g + skip + at), v128.load(p + at)), v128.load(q + at));
      v128.store(dx + skip + at, f32x4.sub(straight, f32x4.mul(away, v128.load(r + at))));
    }
    for (; c < channels; c++) {
      const at = (c as usize) * 4;
      const away = load<f32>(x + skip + at) - load<f32>(mean + at);
      const straight = load<f32>(g + skip + at) * load<f32>(p + at) - load<f32>(q + at);
      store<f32>(dx + skip + at, straight - away * load<f32>(r + at));
    }
  }
}

/** y = (x - mean) / √(variance + ε) · gain + shift (Ioffe and Szegedy, 2015, algorithm 1). Units: rows. */
export function batchNorm(
  x: usize, mean: usize, variance: usize, gain: usize, shift: usize, y: usize,
  channels: i32, epsilon: f32, from: i32, to: i32,
): void {
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const at = (c as usize) * 4;
    const scale = f32x4.div(v128.load(gain + at), f32x4.sqrt(f32x4.add(v128.load(variance + at), splat(epsilon))));
    const m = v128.load(mean + at);
    const b = v128.load(shift + at);
    for (let row = from; row < to; row++) {
      const skip = ((row as usize) * (channels as usize) + (c as usize)) * 4;
      v128.store(y + skip, madd(f32x4.sub(v128.load(x + skip), m), scale, b));
    }
  }
  for (; c < channels; c++) {
    const at = (c as usize) * 4;
    const scale = load<f32>(gain + at) / sqrt<f32>(load<f32>(variance + at) + epsilon);
    for (let row = from; row < to; row++) {
      const skip = ((row as usize) * (channels as usize) + (c as usize)) * 4;
      store<f32>(y + skip, (load<f32>(x + skip) - load<f32>(mean + at)) * scale + load<f32>(shift + at));
    }
  }
}

/** y = x / max(|x|, ε), and 1 / max(|x|, ε), along each row. Units: rows. */
export function normalize(
  x: usize, y: usize, inverses: usize, length: i32, epsilon: f32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    const inverse: f32 = 1.0 / max<f32>(sqrt<f32>(squaresAround(x + skip, length, 0)), epsilon);
    store<f32>(inverses + (row as usize) * 4, inverse);
    const r = splat(inverse);
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = skip + (i as usize) * 4;
      v128.store(y + at, f32x4.mul(v128.load(x + at), r));
    }
    for (; i < length; i++) {
      const at = skip + (i as usize) * 4;
      store<f32>(y + at, load<f32>(x + at) * inverse);
    }
  }
}

/** dx = inverse·(g - y·Σ g·y); without the second term where the length was below ε. Units: rows. */
export function normalizeGradient(
  y: usize, inverses: usize, g: usize, dx: usize, length: i32, epsilon: f32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    const inverse = load<f32>(inverses + (row as usize) * 4);
    let sum = splat(0);
    let rest: f32 = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = skip + (i as usize) * 4;
      sum = f32x4.add(sum, f32x4.mul(v128.load(y + at), v128.load(g + at)));
    }
    for (; i < length; i++) {
      const at = skip + (i as usize) * 4;
      rest += load<f32>(y + at) * load<f32>(g + at);
    }
    const product: f32 = inverse * epsilon >= 1 ? 0 : sumLanes(sum) + rest;
    const along = splat(product);
    const r = splat(inverse);
    for (i = 0; i + 4 <= length; i += 4) {
      const at = skip + (i as usize) * 4;
      v128.store(dx + at, f32x4.mul(r, f32x4.sub(v128.load(g + at), f32x4.mul(v128.load(y + at), along))));
    }
    for (; i < length; i++) {
      const at = skip + (i as usize) * 4;
      store<f32>(dx + at, inverse * (load<f32>(g + at) - load<f32>(y + at) * product));
    }
  }
}

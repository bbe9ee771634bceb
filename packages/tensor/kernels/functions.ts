// Transcendental functions on four floats at a time, without multiply-add, so that both builds give the same bits.
import { splat } from './simd';

@inline
function poly(x: v128, high: v128, low: f32): v128 {
  return f32x4.add(f32x4.mul(high, x), splat(low));
}

/** 1.5 · 2²³: added to a small number it leaves that number, rounded to a whole one, in the lowest bits. */
@inline
const ROUNDER: f32 = 12582912;

/**
 * e^x to about one unit in the last place: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a polynomial for e^r, and n added to the
 * exponent (Cephes, expf). 0 below -87.3, infinite above 88.7; NaN stays.
 */
export function exp4(x: v128): v128 {
  const bounded = f32x4.pmax(splat(-87.33654), f32x4.pmin(splat(88.72283), x));
  const rounded = f32x4.add(f32x4.mul(bounded, splat(1.44269504088896341)), splat(ROUNDER));
  const n = f32x4.sub(rounded, splat(ROUNDER));
  let r = f32x4.sub(bounded, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.12194440e-4)));
  let p = poly(r, splat(1.9875691500e-4), 1.3981999507e-3);
  p = poly(r, p, 8.3334519073e-3);
  p = poly(r, p, 4.1665795894e-2);
  p = poly(r, p, 1.6666665459e-1);
  p = poly(r, p, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), splat(1));
  // n reaches 128, for which there is no exponent: of a positive one the last doubling is a product.
  const positive = f32x4.gt(bounded, splat(0));
  const power = i32x4.shl(i32x4.add(rounded, positive), 23);
  let y = f32x4.mul(i32x4.add(p, power), v128.bitselect(splat(2), splat(1), positive));
  y = v128.andnot(y, f32x4.lt(x, splat(-87.33654)));
  y = v128.bitselect(splat(Infinity), y, f32x4.gt(x, splat(88.72283)));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** e^x for x of at most about 0, as softmax has it; 0 below -87.3, -Infinity among them. NaN becomes 0. */
@inline
export function expBelow4(x: v128): v128 {
  const rounded = f32x4.add(f32x4.mul(x, splat(1.44269504088896341)), splat(ROUNDER));
  const n = f32x4.sub(rounded, splat(ROUNDER));
  const r = f32x4.sub(x, f32x4.mul(n, splat(0.69314718056)));
  let p = poly(r, splat(1.9875691500e-4), 1.3981999507e-3);
  p = poly(r, p, 8.3334519073e-3);
  p = poly(r, p, 4.1665795894e-2);
  p = poly(r, p, 1.6666665459e-1);
  p = poly(r, p, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), splat(1));
  return v128.and(i32x4.add(p, i32x4.shl(rounded, 23)), f32x4.ge(x, splat(-87.33654)));
}

/** ln x (Cephes, logf): exponent and mantissa apart, a polynomial on [√½, √2]. -Infinity at 0, NaN below. */
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, splat(1.17549435e-38));
  // Subnormal numbers are scaled up first.
  const scaled = v128.bitselect(f32x4.mul(x, splat(8388608)), x, tiny);
  const exponent = i32x4.sub(i32x4.shr_s(scaled, 23), i32x4.splat(126));
  let e = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(tiny, i32x4.splat(23))));
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, splat(0.707106781186547524));
  e = f32x4.sub(e, v128.and(low, splat(1)));
  m = f32x4.sub(f32x4.add(m, v128.and(low, m)), splat(1));
  const z = f32x4.mul(m, m);
  let p = poly(m, splat(7.0376836292e-2), -1.1514610310e-1);
  p = poly(m, p, 1.1676998740e-1);
  p = poly(m, p, -1.2420140846e-1);
  p = poly(m, p, 1.4249322787e-1);
  p = poly(m, p, -1.6668057665e-1);
  p = poly(m, p, 2.0000714765e-1);
  p = poly(m, p, -2.4999993993e-1);
  p = poly(m, p, 3.3333331174e-1);
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.add(y, f32x4.mul(e, splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, splat(0.5)));
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, splat(0.693359375)));
  y = v128.bitselect(splat(-Infinity), y, f32x4.eq(x, splat(0)));
  y = v128.bitselect(splat(Infinity), y, f32x4.eq(x, splat(Infinity)));
  const undefined_ = v128.or(f32x4.lt(x, splat(0)), f32x4.ne(x, x));
  return v128.bitselect(splat(NaN), y, undefined_);
}

/** tanh x: a rational function on [-7.9, 7.9], beyond which float32 knows only ±1. */
export function tanh4(x: v128): v128 {
  const bounded = f32x4.pmax(splat(-7.90531110763549805), f32x4.pmin(splat(7.90531110763549805), x));
  const z = f32x4.mul(bounded, bounded);
  let p = poly(z, splat(-2.76076847742355e-16), 2.00018790482477e-13);
  p = poly(z, p, -8.60467152213735e-11);
  p = poly(z, p, 5.12229709037114e-08);
  p = poly(z, p, 1.48572235717979e-05);
  p = poly(z, p, 6.37261928875436e-04);
  p = poly(z, p, 4.89352455891786e-03);
  let q = poly(z, splat(1.19825839466702e-06), 1.18534705686654e-04);
  q = poly(z, q, 2.26843463243900e-03);
  q = poly(z, q, 4.89352518554385e-03);
  const y = f32x4.div(f32x4.mul(bounded, p), q);
  // Near 0 the function is its argument, to the last bit.
  const near = f32x4.lt(f32x4.abs(x), splat(0.0004));
  return v128.bitselect(x, y, v128.or(near, f32x4.ne(x, x)));
}

/** erf x = 2/√π ∫₀ˣ e^(-t²) dt: a rational function on [-4, 4], beyond which float32 knows only ±1. */
@inline
export function erf4(x: v128): v128 {
  const bounded = f32x4.pmax(splat(-4), f32x4.pmin(splat(4), x));
  const z = f32x4.mul(bounded, bounded);
  let p = poly(z, splat(-2.72614225801306e-10), 2.77068142495902e-08);
  p = poly(z, p, -2.10102402082508e-06);
  p = poly(z, p, -5.69250639462346e-05);
  p = poly(z, p, -7.34990630326855e-04);
  p = poly(z, p, -2.95459980854025e-03);
  p = poly(z, p, -1.60960333262415e-02);
  let q = poly(z, splat(-1.45660718464996e-05), -2.13374055278905e-04);
  q = poly(z, q, -1.68282697438203e-03);
  q = poly(z, q, -7.37332916720468e-03);
  q = poly(z, q, -1.42647390514189e-02);
  const y = f32x4.div(f32x4.mul(bounded, p), q);
  return v128.bitselect(x, f32x4.pmax(splat(-1), f32x4.pmin(splat(1), y)), f32x4.ne(x, x));
}

/** sin x, or cos x: reduced to [-π/4, π/4] in three steps (Cephes, sinf). Meant for |x| below some thousands. */
export function sine4(x: v128, cosine: bool): v128 {
  const quarter = f32x4.nearest(f32x4.mul(x, splat(0.636619772367581343)));
  let r = f32x4.sub(x, f32x4.mul(quarter, splat(1.5703125)));
  r = f32x4.sub(r, f32x4.mul(quarter, splat(4.837512969970703125e-4)));
  r = f32x4.sub(r, f32x4.mul(quarter, splat(7.54978995489188216e-8)));
  const turn = i32x4.add(i32x4.trunc_sat_f32x4_s(quarter), i32x4.splat(i32(cosine)));
  const z = f32x4.mul(r, r);
  let s = poly(z, splat(-1.9515295891e-4), 8.3321608736e-3);
  s = poly(z, s, -1.6666654611e-1);
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), r), r);
  let c = poly(z, splat(2.443315711809948e-5), -1.388731625493765e-3);
  c = poly(z, c, 4.166664568298827e-2);
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(z, splat(0.5))), splat(1));
  const odd = i32x4.eq(v128.and(turn, i32x4.splat(1)), i32x4.splat(1));
  const sign = i32x4.shl(v128.and(turn, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

/** x^y by e^(y·ln|x|), to about 1e-6 of its size; a negative x takes whole y only, and 0⁰ = 1. */
export function power4(x: v128, y: v128): v128 {
  const size = exp4(f32x4.mul(y, log4(f32x4.abs(x))));
  const whole = f32x4.eq(f32x4.nearest(y), y);
  const half = f32x4.mul(y, splat(0.5));
  const odd = v128.and(whole, f32x4.ne(f32x4.nearest(half), half));
  const negative = f32x4.lt(x, splat(0));
  let z = v128.bitselect(f32x4.neg(size), size, v128.and(negative, odd));
  z = v128.bitselect(splat(NaN), z, v128.andnot(negative, whole));
  return v128.bitselect(splat(1), z, f32x4.eq(y, splat(0)));
}

/** 1 / (1 + e^-x), from e^-|x| so that neither end overflows. */
export function sigmoid4(x: v128): v128 {
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const positive = f32x4.div(splat(1), f32x4.add(splat(1), e));
  return v128.bitselect(f32x4.mul(e, positive), positive, f32x4.lt(x, splat(0)));
}

// Transcendental functions on four floats at a time, without multiply-add, so that both builds give the same bits.
import { splat } from './simd';

/**
 * A number of a table in all four lanes. From memory, where `splat` of a constant would do: V8 makes each constant vector
 * anew, by several instructions, every time round a loop, which doubles what these functions cost.
 */
@inline
function entry(table: usize, index: usize): v128 {
  return v128.load32_splat(table + 4 * index);
}

@inline
function poly(x: v128, high: v128, low: v128): v128 {
  return f32x4.add(f32x4.mul(high, x), low);
}

/**
 * log₂ e; 1.5 · 2²³, which added to a small number leaves that number, rounded to a whole one, in the lowest bits; ln 2 in
 * two parts and in one; the ends of the range; 1 and 2; e^r = 1 + r + r²·(…), the last coefficient first, to 3e-9 of its size
 * on |r| ≤ ln 2 / 2 (least greatest error).
 */
const EXP = memory.data<f32>([
  1.44269504088896341, 12582912, 0.693359375, -2.12194440e-4, 0.69314718056, -87.33654, 88.72283, 1, 2,
  0.00138145984714, 0.00836871701698, 0.0416683880581, 0.166665206305, 0.499999934477,
]);

/**
 * e^x to about one unit in the last place: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a polynomial for e^r, and n added to the
 * exponent. 0 below -87.3, infinite above 88.7; NaN stays.
 */
export function exp4(x: v128): v128 {
  const least = entry(EXP, 5), most = entry(EXP, 6), rounder = entry(EXP, 1), one = entry(EXP, 7);
  const bounded = f32x4.pmax(least, f32x4.pmin(most, x));
  const rounded = f32x4.add(f32x4.mul(bounded, entry(EXP, 0)), rounder);
  const n = f32x4.sub(rounded, rounder);
  let r = f32x4.sub(bounded, f32x4.mul(n, entry(EXP, 2)));
  r = f32x4.sub(r, f32x4.mul(n, entry(EXP, 3)));
  let p = poly(r, entry(EXP, 9), entry(EXP, 10));
  p = poly(r, p, entry(EXP, 11));
  p = poly(r, p, entry(EXP, 12));
  p = poly(r, p, entry(EXP, 13));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), one);
  // n reaches 128, for which there is no exponent: of a positive one the last doubling is a product.
  const positive = f32x4.gt(bounded, splat(0));
  const power = i32x4.shl(i32x4.add(rounded, positive), 23);
  let y = f32x4.mul(i32x4.add(p, power), v128.bitselect(entry(EXP, 8), one, positive));
  y = v128.andnot(y, f32x4.lt(x, least));
  y = v128.bitselect(splat(Infinity), y, f32x4.gt(x, most));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** The same with two coefficients fewer: to 1e-7 of its size. */
const EXP_BELOW = memory.data<f32>([0.00831252052617, 0.0418901579633, 0.166671146499, 0.499992314868]);

/**
 * e^x for x of at most about 0, as softmax has it, to about two units in the last place, and 1 at 0; 0 below -87.3,
 * -Infinity among them. NaN becomes 0.
 */
@inline
export function expBelow4(x: v128): v128 {
  const rounded = f32x4.add(f32x4.mul(x, entry(EXP, 0)), entry(EXP, 1));
  const r = f32x4.sub(x, f32x4.mul(f32x4.sub(rounded, entry(EXP, 1)), entry(EXP, 4)));
  let p = poly(r, entry(EXP_BELOW, 0), entry(EXP_BELOW, 1));
  p = poly(r, p, entry(EXP_BELOW, 2));
  p = poly(r, p, entry(EXP_BELOW, 3));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), entry(EXP, 7));
  return v128.and(i32x4.add(p, i32x4.shl(rounded, 23)), f32x4.ge(x, entry(EXP, 5)));
}

/** 2⁻¹²⁶, 2²³, √½ and 1; the polynomial's coefficients, the highest first; ln 2 in two parts; ½. */
const LOG = memory.data<f32>([
  1.17549435e-38, 8388608, 0.707106781186547524, 1,
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1, -2.12194440e-4, 0.693359375, 0.5,
]);

/** ln x (Cephes, logf): exponent and mantissa apart, a polynomial on [√½, √2]. -Infinity at 0, NaN below. */
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, entry(LOG, 0));
  // Subnormal numbers are scaled up first.
  const scaled = v128.bitselect(f32x4.mul(x, entry(LOG, 1)), x, tiny);
  const exponent = i32x4.sub(i32x4.shr_s(scaled, 23), i32x4.splat(126));
  let e = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(tiny, i32x4.splat(23))));
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, entry(LOG, 2));
  e = f32x4.sub(e, v128.and(low, entry(LOG, 3)));
  m = f32x4.sub(f32x4.add(m, v128.and(low, m)), entry(LOG, 3));
  const z = f32x4.mul(m, m);
  let p = poly(m, entry(LOG, 4), entry(LOG, 5));
  p = poly(m, p, entry(LOG, 6));
  p = poly(m, p, entry(LOG, 7));
  p = poly(m, p, entry(LOG, 8));
  p = poly(m, p, entry(LOG, 9));
  p = poly(m, p, entry(LOG, 10));
  p = poly(m, p, entry(LOG, 11));
  p = poly(m, p, entry(LOG, 12));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.add(y, f32x4.mul(e, entry(LOG, 13)));
  y = f32x4.sub(y, f32x4.mul(z, entry(LOG, 15)));
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, entry(LOG, 14)));
  y = v128.bitselect(splat(-Infinity), y, f32x4.eq(x, splat(0)));
  y = v128.bitselect(splat(Infinity), y, f32x4.eq(x, splat(Infinity)));
  const undefined_ = v128.or(f32x4.lt(x, splat(0)), f32x4.ne(x, x));
  return v128.bitselect(splat(NaN), y, undefined_);
}

/** The ends of the range, and where the argument itself is returned; numerator and denominator, the highest power first. */
const TANH = memory.data<f32>([
  -7.90531110763549805, 7.90531110763549805, 0.0004,
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08, 1.48572235717979e-05,
  6.37261928875436e-04, 4.89352455891786e-03,
  1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03,
]);

/** tanh x: a rational function on [-7.9, 7.9], beyond which float32 knows only ±1. */
export function tanh4(x: v128): v128 {
  const bounded = f32x4.pmax(entry(TANH, 0), f32x4.pmin(entry(TANH, 1), x));
  const z = f32x4.mul(bounded, bounded);
  let p = poly(z, entry(TANH, 3), entry(TANH, 4));
  p = poly(z, p, entry(TANH, 5));
  p = poly(z, p, entry(TANH, 6));
  p = poly(z, p, entry(TANH, 7));
  p = poly(z, p, entry(TANH, 8));
  p = poly(z, p, entry(TANH, 9));
  let q = poly(z, entry(TANH, 10), entry(TANH, 11));
  q = poly(z, q, entry(TANH, 12));
  q = poly(z, q, entry(TANH, 13));
  const y = f32x4.div(f32x4.mul(bounded, p), q);
  // Near 0 the function is its argument, to the last bit.
  const near = f32x4.lt(f32x4.abs(x), entry(TANH, 2));
  return v128.bitselect(x, y, v128.or(near, f32x4.ne(x, x)));
}

/** The ends of the range and of the function; numerator and denominator, the highest power first. */
const ERF = memory.data<f32>([
  -4, 4, -1, 1,
  -2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05, -7.34990630326855e-04,
  -2.95459980854025e-03, -1.60960333262415e-02,
  -1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02,
]);

/** erf x = 2/√π ∫₀ˣ e^(-t²) dt: a rational function on [-4, 4], beyond which float32 knows only ±1. */
export function erf4(x: v128): v128 {
  const bounded = f32x4.pmax(entry(ERF, 0), f32x4.pmin(entry(ERF, 1), x));
  const z = f32x4.mul(bounded, bounded);
  let p = poly(z, entry(ERF, 4), entry(ERF, 5));
  p = poly(z, p, entry(ERF, 6));
  p = poly(z, p, entry(ERF, 7));
  p = poly(z, p, entry(ERF, 8));
  p = poly(z, p, entry(ERF, 9));
  p = poly(z, p, entry(ERF, 10));
  let q = poly(z, entry(ERF, 11), entry(ERF, 12));
  q = poly(z, q, entry(ERF, 13));
  q = poly(z, q, entry(ERF, 14));
  q = poly(z, q, entry(ERF, 15));
  const y = f32x4.div(f32x4.mul(bounded, p), q);
  return v128.bitselect(x, f32x4.pmax(entry(ERF, 2), f32x4.pmin(entry(ERF, 3), y)), f32x4.ne(x, x));
}

/** -½, and 1/√(2π) for the density; p/√2, 1, and the coefficients, halved, the highest power first. */
const NORMAL = memory.data<f32>([
  -0.5, 0.398942280401432678, 0.231641888408, 1,
  0.5307027145, -0.7265760135, 0.7107068705, -0.142248368, 0.127414796,
]);

/** e^(-x²/2), which is the standard normal density but for 1/√(2π). */
@inline
export function bell4(x: v128): v128 {
  return expBelow4(f32x4.mul(entry(NORMAL, 0), f32x4.mul(x, x)));
}

/**
 * Φ(x), the standard normal distribution function, from `bell` = e^(-x²/2): to 1e-7, and on both sides of 0 to some 1e-5 of the
 * lesser one of Φ and 1 - Φ (Abramowitz and Stegun, 1964, 7.1.26).
 */
@inline
export function normal4(x: v128, bell: v128): v128 {
  const one = entry(NORMAL, 3);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), entry(NORMAL, 2))));
  let p = poly(t, entry(NORMAL, 4), entry(NORMAL, 5));
  p = poly(t, p, entry(NORMAL, 6));
  p = poly(t, p, entry(NORMAL, 7));
  p = poly(t, p, entry(NORMAL, 8));
  const tail = f32x4.mul(f32x4.mul(p, t), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, splat(0)));
}

/** The derivative of x·Φ(x): Φ(x) + x·φ(x). */
@inline
export function geluSlope4(x: v128): v128 {
  const bell = bell4(x);
  return f32x4.add(normal4(x, bell), f32x4.mul(f32x4.mul(x, entry(NORMAL, 1)), bell));
}

/** 2/π; π/2 in three parts; the sine's coefficients, the cosine's, the highest first; ½ and 1. */
const SINE = memory.data<f32>([
  0.636619772367581343, 1.5703125, 4.837512969970703125e-4, 7.54978995489188216e-8,
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1,
  2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2, 0.5, 1,
]);

/** sin x, or cos x: reduced to [-π/4, π/4] in three steps (Cephes, sinf). Meant for |x| below some thousands. */
export function sine4(x: v128, cosine: bool): v128 {
  const quarter = f32x4.nearest(f32x4.mul(x, entry(SINE, 0)));
  let r = f32x4.sub(x, f32x4.mul(quarter, entry(SINE, 1)));
  r = f32x4.sub(r, f32x4.mul(quarter, entry(SINE, 2)));
  r = f32x4.sub(r, f32x4.mul(quarter, entry(SINE, 3)));
  const turn = i32x4.add(i32x4.trunc_sat_f32x4_s(quarter), i32x4.splat(i32(cosine)));
  const z = f32x4.mul(r, r);
  let s = poly(z, entry(SINE, 4), entry(SINE, 5));
  s = poly(z, s, entry(SINE, 6));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), r), r);
  let c = poly(z, entry(SINE, 7), entry(SINE, 8));
  c = poly(z, c, entry(SINE, 9));
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(z, entry(SINE, 10))), entry(SINE, 11));
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

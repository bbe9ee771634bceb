// Functions that shaders share. WGSL's own exp, log, sin and tanh differ from GPU to GPU and may be coarse (sin: 2^-11),
// so they are written out with the polynomials of kernels/functions.ts. A compiler for WGSL may assume that there is no NaN
// and nothing infinite; bits are looked at where they matter.

const numbers = /* wgsl */ `
var<private> infinityBits: u32 = 0x7f800000u;
var<private> nanBits: u32 = 0x7fc00000u;
fn infinity() -> f32 { return bitcast<f32>(infinityBits); }
fn notANumber() -> f32 { return bitcast<f32>(nanBits); }
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn greater(a: f32, b: f32) -> f32 {
  if (isNan(a)) { return a; }
  if (isNan(b)) { return b; }
  return max(a, b);
}
fn lesser(a: f32, b: f32) -> f32 {
  if (isNan(a)) { return a; }
  if (isNan(b)) { return b; }
  return min(a, b);
}
`;

const exponential = /* wgsl */ `
fn exponential(x: f32) -> f32 {
  let bounded = clamp(x, -88.0, 89.0);
  let n = round(bounded * 1.44269504088896341);
  var r = bounded - n * 0.693359375;
  r = r + n * 2.12194440e-4;
  var q = 1.9875691500e-4;
  q = q * r + 1.3981999507e-3;
  q = q * r + 8.3334519073e-3;
  q = q * r + 4.1665795894e-2;
  q = q * r + 1.6666665459e-1;
  q = q * r + 5.0000001201e-1;
  q = q * (r * r) + r + 1.0;
  // 2^n in two halves: n reaches 128, for which there is no exponent.
  let whole = i32(n);
  let half = whole >> 1u;
  q = q * bitcast<f32>((half + 127) << 23u) * bitcast<f32>((whole - half + 127) << 23u);
  q = select(q, 0.0, x < -87.33654);
  q = select(q, infinity(), x > 88.72283);
  return select(q, x, isNan(x));
}
`;

const logarithm = /* wgsl */ `
fn logarithm(x: f32) -> f32 {
  let tiny = x < 1.17549435e-38;
  let bits = bitcast<i32>(select(x, x * 8388608.0, tiny));
  var e = f32((bits >> 23u) - 126 - select(0, 23, tiny));
  var m = bitcast<f32>((bits & 0x007fffff) | 0x3f000000);
  let low = m < 0.707106781186547524;
  e = e - select(0.0, 1.0, low);
  m = m + select(0.0, m, low) - 1.0;
  let z = m * m;
  var q = 7.0376836292e-2;
  q = q * m - 1.1514610310e-1;
  q = q * m + 1.1676998740e-1;
  q = q * m - 1.2420140846e-1;
  q = q * m + 1.4249322787e-1;
  q = q * m - 1.6668057665e-1;
  q = q * m + 2.0000714765e-1;
  q = q * m - 2.4999993993e-1;
  q = q * m + 3.3333331174e-1;
  var y = q * m * z - e * 2.12194440e-4 - z * 0.5;
  y = m + y + e * 0.693359375;
  y = select(y, -infinity(), x == 0.0);
  y = select(y, x, bitcast<u32>(x) == infinityBits);
  return select(y, notANumber(), x < 0.0 || isNan(x));
}
`;

const erf = /* wgsl */ `
fn erf(x: f32) -> f32 {
  let bounded = clamp(x, -4.0, 4.0);
  let z = bounded * bounded;
  var a = -2.72614225801306e-10 * z + 2.77068142495902e-08;
  a = a * z - 2.10102402082508e-06;
  a = a * z - 5.69250639462346e-05;
  a = a * z - 7.34990630326855e-04;
  a = a * z - 2.95459980854025e-03;
  a = a * z - 1.60960333262415e-02;
  var b = -1.45660718464996e-05 * z - 2.13374055278905e-04;
  b = b * z - 1.68282697438203e-03;
  b = b * z - 7.37332916720468e-03;
  b = b * z - 1.42647390514189e-02;
  return select(clamp(bounded * a / b, -1.0, 1.0), x, isNan(x));
}
`;

const hyperbolicTangent = /* wgsl */ `
fn hyperbolicTangent(x: f32) -> f32 {
  let bounded = clamp(x, -7.90531110763549805, 7.90531110763549805);
  let z = bounded * bounded;
  // Its least coefficients are below 2^-126 once multiplied, and may be flushed; they stand for nothing there.
  var a = -2.76076847742355e-16 * z + 2.00018790482477e-13;
  a = a * z - 8.60467152213735e-11;
  a = a * z + 5.12229709037114e-08;
  a = a * z + 1.48572235717979e-05;
  a = a * z + 6.37261928875436e-04;
  a = a * z + 4.89352455891786e-03;
  var b = 1.19825839466702e-06 * z + 1.18534705686654e-04;
  b = b * z + 2.26843463243900e-03;
  b = b * z + 4.89352518554385e-03;
  return select(bounded * a / b, x, abs(x) < 0.0004 || isNan(x));
}
`;

const sine = /* wgsl */ `
// The sine of x plus so many quarter turns.
fn sine(x: f32, quarters: i32) -> f32 {
  let quarter = round(x * 0.636619772367581343);
  var r = x - quarter * 1.5703125;
  r = r - quarter * 4.837512969970703125e-4;
  r = r - quarter * 7.54978995489188216e-8;
  let turn = i32(quarter) + quarters;
  let z = r * r;
  var s = -1.9515295891e-4 * z + 8.3321608736e-3;
  s = s * z - 1.6666654611e-1;
  s = s * z * r + r;
  var c = 2.443315711809948e-5 * z - 1.388731625493765e-3;
  c = c * z + 4.166664568298827e-2;
  c = c * z * z - z * 0.5 + 1.0;
  let y = select(s, c, (turn & 1) == 1);
  return select(y, -y, (turn & 2) == 2);
}
`;

const power = /* wgsl */ `
fn power(x: f32, y: f32) -> f32 {
  let size = exponential(y * logarithm(abs(x)));
  let whole = round(y) == y;
  let odd = whole && round(y * 0.5) != y * 0.5;
  var z = select(size, -size, x < 0.0 && odd);
  z = select(z, notANumber(), x < 0.0 && !whole);
  return select(z, 1.0, y == 0.0);
}
`;

const sigmoid = /* wgsl */ `
fn sigmoid(x: f32) -> f32 {
  let e = exponential(-abs(x));
  let positive = 1.0 / (1.0 + e);
  return select(positive, e * positive, x < 0.0);
}
`;

/** All of them: compilers drop what a shader does not call. */
export const functions = numbers + exponential + logarithm + erf + hyperbolicTangent + sine + power + sigmoid;

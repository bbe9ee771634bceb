import type { Draw } from '../draw.ts';

export interface JitterOptions {
  /** How likely an image is jittered at all. */
  readonly chance: number;
  /** Factors of brightness, contrast and saturation lie in [1 - this, 1 + this], and not below 0. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** How far colours turn, in shares of a full turn: to 0.5. */
  readonly hue: number;
}

/**
 * What colours become: pixel·own + mean·average, `mean` being the mean pixel of the image before. Both are row-major, of
 * one row for each colour that comes in and one column for each that goes out.
 */
export interface ColourMap {
  readonly own: readonly number[];
  readonly average: readonly number[];
}

/** Shares of red, green and blue in a grey (ITU-R BT.601). */
const grey = [0.299, 0.587, 0.114] as const;

/** From RGB to YIQ, of which the first is grey. */
const toYiq = [...grey, 0.5959, -0.2746, -0.3213, 0.2115, -0.5227, 0.3112];
const fromYiq = inverse(toYiq);

/** No change, for images of so many channels. */
export function sameColours(channels: number): ColourMap {
  return { own: scaled(identity(channels), 1), average: scaled(identity(channels), 0) };
}

/**
 * Brightness, contrast about the image's own mean grey, saturation and hue in random order (Howard, 2013; as in SimCLR,
 * Chen et al., 2020, appendix A). Each is linear in the pixel and the mean pixel, and so are all of them together: one map
 * for each image. What others cut off at 0 and 1 after each of the four is cut off once, at the end. Hue turns colours in
 * YIQ, which keeps their grey; images of one channel have brightness and contrast alone.
 */
export function drawJitter(channels: number, options: JitterOptions, random: Draw): ColourMap {
  let map = sameColours(channels);
  if (!random.chance(options.chance)) return map;
  const factor = (reach: number): number => random.uniform(Math.max(0, 1 - reach), 1 + reach);
  for (const change of random.order(4)) {
    if (change === 0) map = brighter(map, factor(options.brightness));
    else if (change === 1) map = contrasted(map, channels, factor(options.contrast));
    else if (channels !== 3) continue;
    else if (change === 2) map = after(map, saturation(factor(options.saturation)));
    else map = after(map, hue(random.uniform(-options.hue, options.hue)));
  }
  return map;
}

/** All colours of an image of three become its grey. */
export function withoutColour(map: ColourMap): ColourMap {
  return after(map, saturation(0));
}

function brighter({ own, average }: ColourMap, factor: number): ColourMap {
  return { own: scaled(own, factor), average: scaled(average, factor) };
}

/** Away from the mean grey of what the map makes: its mean pixel is mean·(own + average). */
function contrasted({ own, average }: ColourMap, channels: number, factor: number): ColourMap {
  const toGrey = channels === 3 ? greyOf() : scaled(identity(channels), 1);
  const middle = product(sum(own, average), toGrey);
  return { own: scaled(own, factor), average: sum(scaled(average, factor), scaled(middle, 1 - factor)) };
}

function after({ own, average }: ColourMap, change: readonly number[]): ColourMap {
  return { own: product(own, change), average: product(average, change) };
}

/** Every colour that goes out is the grey of what comes in. */
function greyOf(): number[] {
  return grey.flatMap((share) => [share, share, share]);
}

function saturation(factor: number): number[] {
  return sum(scaled(identity(3), factor), scaled(greyOf(), 1 - factor));
}

function hue(turn: number): number[] {
  const [c, s] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
  const turned = product(fromYiq, product([1, 0, 0, 0, c, -s, 0, s, c], toYiq));
  return transposed(turned);
}

function identity(n: number): number[] {
  return Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
}

function scaled(a: readonly number[], factor: number): number[] {
  return a.map((value) => value * factor);
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value + (b[i] as number));
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const n = Math.sqrt(a.length);
  return a.map((_, at) => {
    let total = 0;
    for (let k = 0; k < n; k++)
      total += (a[Math.floor(at / n) * n + k] as number) * (b[k * n + (at % n)] as number);
    return total;
  });
}

function transposed(a: readonly number[]): number[] {
  return [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => a[at] as number);
}

/** Of 3 × 3, by cofactors. */
function inverse(m: readonly number[]): number[] {
  const at = (row: number, column: number): number => m[(row % 3) * 3 + (column % 3)] as number;
  const cofactor = (row: number, column: number): number =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1);
  const determinant = [0, 1, 2].reduce((total, column) => total + at(0, column) * cofactor(0, column), 0);
  return m.map((_, place) => cofactor(place % 3, Math.floor(place / 3)) / determinant);
}

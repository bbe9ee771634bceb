import { verticalAxis, type Frame } from './axes.ts';
import { makeScale } from './scale.ts';
import { colour, escapeXml, figureSvg, short, tickLabel } from './svg.ts';

export interface Bar {
  readonly label: string;
  readonly mean: number;
  /** Standard deviation, drawn as a whisker to both sides; null where there is none. */
  readonly deviation: number | null;
  readonly baseline?: boolean;
}

export interface BarPlotOptions {
  readonly id: string;
  readonly title: string;
  readonly yName: string;
  readonly width?: number;
  readonly height?: number;
  /** How a number is written. */
  readonly show?: (value: number) => string;
}

/**
 * Means with their spread as bars from 0, as SVG: what arms of a recipe came to. Baselines are hatched, so that colour is not
 * all that tells them apart. Pure.
 */
export function barPlot(bars: readonly Bar[], options: BarPlotOptions): string {
  const {
    id,
    title,
    yName,
    // Names of arms are long: each has its room.
    width = Math.max(640, 72 + 150 * bars.length),
    height = 300,
    show = (value) => tickLabel(Number(value.toPrecision(3))),
  } = options;
  const frame: Frame = { left: 56, right: width - 16, top: 28, bottom: height - 36 };
  const ends = bars.flatMap(({ mean, deviation }) => [mean - (deviation ?? 0), mean + (deviation ?? 0)]);
  const up = makeScale(ends, [frame.bottom, frame.top], { from: 0 });
  const room = (frame.right - frame.left) / Math.max(1, bars.length);
  const hatch = `${escapeXml(id)}-hatch`;
  const drawn = bars
    .map(({ label, mean, deviation, baseline = false }, i) => {
      const middle = frame.left + room * (i + 0.5);
      const half = Math.min(48, room * 0.32);
      const [from, to] = [up.at(0), up.at(mean)];
      const fill = baseline ? `url(#${hatch})` : colour(0);
      const box = `<rect x="${short(middle - half)}" y="${short(Math.min(from, to))}" width="${short(2 * half)}" height="${short(Math.abs(from - to))}" fill="${fill}" stroke="currentColor" stroke-opacity="0.4"/>`;
      const whisker =
        deviation === null ? '' : whiskerAt(middle, up.at(mean - deviation), up.at(mean + deviation));
      const above = Math.min(to, up.at(mean + (deviation ?? 0))) - 6;
      return (
        box +
        whisker +
        `<text x="${short(middle)}" y="${short(above)}" text-anchor="middle">${escapeXml(show(mean))}</text>` +
        `<text x="${short(middle)}" y="${frame.bottom + 18}" text-anchor="middle">${escapeXml(label)}</text>`
      );
    })
    .join('');
  const pattern = `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-opacity="0.5" stroke-width="2"/></pattern></defs>`;
  const words = bars.map(({ label, mean, deviation, baseline = false }) => {
    const spread = deviation === null ? '' : `, standard deviation ${show(deviation)}`;
    return `${label}${baseline ? ' (baseline)' : ''}: ${show(mean)}${spread}.`;
  });
  return figureSvg(
    { id, title, description: `${yName}. ${words.join(' ')}` },
    [width, height],
    pattern + verticalAxis(up, yName, frame) + drawn,
  );
}

function whiskerAt(x: number, from: number, to: number): string {
  const d = `M${short(x - 6)} ${short(from)}h12M${short(x)} ${short(from)}V${short(to)}M${short(x - 6)} ${short(to)}h12`;
  return `<path d="${d}" fill="none" stroke="currentColor" stroke-width="1.5"/>`;
}

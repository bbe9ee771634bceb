import { horizontalAxis, verticalAxis, type Frame } from './axes.ts';
import { makeScale } from './scale.ts';
import { colour, dash, escapeXml, figureSvg, short, tickLabel } from './svg.ts';

export interface Line {
  readonly label: string;
  readonly x: readonly number[];
  /** As many; what is not finite is a gap. */
  readonly y: readonly number[];
}

export interface LinePlotOptions {
  /** Of this picture alone on its page. */
  readonly id: string;
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  readonly width?: number;
  readonly height?: number;
}

/**
 * Lines over numbers as SVG: loss curves of several runs, a metric over a setting. Told apart by colour and by dashes, named
 * below, and said in words for those who do not see them. Pure: the same lines give the same picture.
 * @throws RangeError where a line has not as many x as y.
 */
export function linePlot(lines: readonly Line[], options: LinePlotOptions): string {
  const { id, title, xName, yName, width = 640, height = 320 } = options;
  const odd = lines.find(({ x, y }) => x.length !== y.length);
  if (odd !== undefined)
    throw new RangeError(`linePlot: ${odd.label} has ${odd.x.length} numbers of x and ${odd.y.length} of y.`);
  const legend = 20 * Math.max(1, lines.length);
  const frame: Frame = { left: 56, right: width - 16, top: 28, bottom: height - 44 - legend };
  const across = makeScale(
    lines.flatMap(({ x }) => x),
    [frame.left, frame.right],
  );
  const up = makeScale(
    lines.flatMap(({ y }) => y),
    [frame.bottom, frame.top],
  );
  const paths = lines
    .map(({ x, y }, i) => {
      let pen = 'M';
      const d = y
        .map((value, at) => {
          if (!Number.isFinite(value)) {
            pen = 'M';
            return '';
          }
          const point = `${pen}${short(across.at(x[at] as number))} ${short(up.at(value))}`;
          pen = 'L';
          return point;
        })
        .join('');
      return `<path d="${d}" fill="none" stroke="${colour(i)}" stroke-width="1.8" stroke-linejoin="round"${dashes(i)}/>`;
    })
    .join('');
  const names = lines
    .map(({ label }, i) => {
      const y = frame.bottom + 50 + 20 * i;
      return (
        `<line x1="${frame.left}" x2="${frame.left + 28}" y1="${y}" y2="${y}" stroke="${colour(i)}" stroke-width="2.5"${dashes(i)}/>` +
        `<text x="${frame.left + 36}" y="${y}" dy="0.32em">${escapeXml(label)}</text>`
      );
    })
    .join('');
  const words = lines.map(({ label, x, y }) => inWords(label, x, y)).join(' ');
  return figureSvg(
    { id, title, description: `${yName} over ${xName}. ${words}` },
    [width, height],
    verticalAxis(up, yName, frame) + horizontalAxis(across, xName, frame) + paths + names,
  );
}

function dashes(index: number): string {
  const pattern = dash(index);
  return pattern === '' ? '' : ` stroke-dasharray="${pattern}"`;
}

function inWords(label: string, x: readonly number[], y: readonly number[]): string {
  const there = [...y.keys()].filter((i) => Number.isFinite(y[i]));
  const [first, last] = [there[0], there.at(-1)];
  if (first === undefined || last === undefined) return `${label}: nothing.`;
  const told = (i: number): string =>
    `${tickLabel(Number((y[i] as number).toPrecision(3)))} at ${tickLabel(x[i] as number)}`;
  return `${label}: from ${told(first)} to ${told(last)}.`;
}

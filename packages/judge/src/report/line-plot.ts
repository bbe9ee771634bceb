import { chartColour, chartMark, escaped, short } from './chart-parts.ts';

export interface PlotSeries {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [width, height] = [720, 360];
const [left, right, top, bottom] = [64, 24, 64, 48];

/**
 * A picture in SVG of points over a number, joined by lines or not, each series with a mark of its own; on white paper, for pages in
 * Markdown.
 * @param facts.title and facts.description say in words what it shows.
 */
export function linePlot(
  facts: {
    readonly title: string;
    readonly description: string;
    readonly x: string;
    readonly y: string;
    readonly joined: boolean;
  },
  series: readonly PlotSeries[],
): string {
  const all = series.flatMap(({ points }) => points);
  const across = axis(all.map(([x]) => x));
  const up = axis(all.map(([, y]) => y));
  const px = (value: number) =>
    left + ((value - across.low) / (across.high - across.low)) * (width - left - right);
  const py = (value: number) =>
    height - bottom - ((value - up.low) / (up.high - up.low)) * (height - top - bottom);
  const grid = [
    ...across.ticks.map(
      (tick) =>
        `<line x1="${short(px(tick))}" x2="${short(px(tick))}" y1="${top}" y2="${height - bottom}" stroke="#d9d9d9"/>` +
        `<text x="${short(px(tick))}" y="${height - bottom + 18}" text-anchor="middle">${tick}</text>`,
    ),
    ...up.ticks.map(
      (tick) =>
        `<line x1="${left}" x2="${width - right}" y1="${short(py(tick))}" y2="${short(py(tick))}" stroke="#d9d9d9"/>` +
        `<text x="${left - 8}" y="${short(py(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ),
    `<text x="${width - right}" y="${height - 10}" text-anchor="end">${escaped(facts.x)}</text>`,
    `<text x="12" y="${top - 12}">${escaped(facts.y)}</text>`,
  ];
  let legend = left + 110;
  const drawn = series.map(({ label, points }, at) => {
    const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${short(px(x))} ${short(py(y))}`).join('');
    const line = facts.joined
      ? `<path d="${path}" fill="none" stroke="${chartColour(at)}" stroke-width="1.5"/>`
      : '';
    const name = `${chartMark(at, legend, 40)}<text x="${short(legend + 10)}" y="44">${escaped(label)}</text>`;
    legend += 30 + label.length * 7;
    return (
      line + points.map(([x, y]) => chartMark(at, px(x), py(y))).join('') + (series.length > 1 ? name : '')
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.max(width, Math.ceil(legend))} ${height}" role="img" ` +
    `aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12" fill="#222">` +
    `<title id="title">${escaped(facts.title)}</title><desc id="desc">${escaped(facts.description)}</desc>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="12" y="20" font-size="14" font-weight="600">${escaped(facts.title)}</text>` +
    `${grid.join('')}${drawn.join('')}</svg>\n`
  );
}

/** Bounds and round numbers between them: steps of 1, 2 or 5 times a power of ten, about five of them. */
function axis(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most > least ? most - least : Math.abs(most) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const share = span / 5 / power;
  const step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
  return { low: first * step, high: last * step, ticks };
}

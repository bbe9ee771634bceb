import type { Interval } from '../measures/bootstrap.ts';
import { chartColour, chartMark, escaped, short } from './chart-parts.ts';

/** Groups of points with intervals, one point to a system. */
export interface IntervalGroup {
  readonly label: string;
  readonly points: readonly { readonly system: string; readonly value: Interval }[];
}

const width = 720;
const right = 30;
const row = 18;
const gap = 16;
const top = 64;

/**
 * A picture in SVG of means with their intervals, on an axis from 0: for pages in Markdown, so it brings its own white paper.
 * @param facts.title and facts.description say in words what it shows.
 */
export function intervalPlot(
  facts: { readonly title: string; readonly description: string; readonly measure: string },
  groups: readonly IntervalGroup[],
): string {
  const systems = [...new Set(groups.flatMap(({ points }) => points.map(({ system }) => system)))];
  const left = 24 + 7.5 * Math.max(...groups.map(({ label }) => label.length), 8);
  const most = Math.max(0.1, ...groups.flatMap(({ points }) => points.map(({ value }) => value.high)));
  const high = Math.ceil(most * 10) / 10;
  const x = (value: number) => left + (Math.max(0, value) / high) * (width - left - right);
  let y = top;
  const parts: string[] = [];
  const bottom = top + groups.reduce((sum, { points }) => sum + points.length * row + gap, 0);
  for (let tenth = 0; tenth <= Math.round(high * 10); tenth++) {
    const at = short(x(tenth / 10));
    parts.push(
      `<line x1="${at}" x2="${at}" y1="${top - 6}" y2="${bottom - gap + 4}" stroke="#d9d9d9"/>`,
      `<text x="${at}" y="${bottom + 6}" text-anchor="middle">${(tenth / 10).toFixed(1)}</text>`,
    );
  }
  parts.push(
    `<text x="${width - right}" y="${bottom + 24}" text-anchor="end">${escaped(facts.measure)}</text>`,
  );
  for (const { label, points } of groups) {
    const middle = y + (points.length * row) / 2;
    parts.push(
      `<text x="${short(left - 12)}" y="${short(middle + 4)}" text-anchor="end" font-weight="600">${escaped(label)}</text>`,
    );
    for (const { system, value } of points) {
      const at = systems.indexOf(system);
      const centre = y + row / 2;
      parts.push(
        `<line x1="${short(x(value.low))}" x2="${short(x(value.high))}" y1="${centre}" y2="${centre}" stroke="${chartColour(at)}" stroke-width="2"/>`,
        chartMark(at, x(value.mean), centre),
      );
      y += row;
    }
    y += gap;
  }
  let legend = left;
  // One system needs no name beside the measure's.
  (systems.length > 1 ? systems : []).forEach((system, at) => {
    parts.push(chartMark(at, legend, 40), `<text x="${short(legend + 10)}" y="44">${escaped(system)}</text>`);
    legend += 30 + system.length * 7;
  });
  const height = bottom + 36;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.max(width, Math.ceil(legend))} ${height}" role="img" ` +
    `aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12" fill="#222">` +
    `<title id="title">${escaped(facts.title)}</title><desc id="desc">${escaped(facts.description)}</desc>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="12" y="20" font-size="14" font-weight="600">${escaped(facts.title)}</text>${parts.join('')}</svg>\n`
  );
}

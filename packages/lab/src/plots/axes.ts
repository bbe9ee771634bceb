import type { Scale } from './scale.ts';
import { escapeXml, short, tickLabel } from './svg.ts';

/** Where the plot itself lies in the picture. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Horizontal rules with numbers at the left, and the axis's name above. */
export function verticalAxis(scale: Scale, name: string, { left, right, top }: Frame): string {
  const rules = scale.ticks
    .map((tick) => {
      const y = short(scale.at(tick));
      return (
        `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="currentColor" stroke-opacity="0.15"/>` +
        `<text x="${left - 6}" y="${y}" dy="0.32em" text-anchor="end">${tickLabel(tick)}</text>`
      );
    })
    .join('');
  return `${rules}<text x="${left}" y="${top - 10}">${escapeXml(name)}</text>`;
}

/** Numbers below, and the axis's name at the right below them. */
export function horizontalAxis(scale: Scale, name: string, { right, bottom }: Frame): string {
  const ticks = scale.ticks
    .map(
      (tick) =>
        `<text x="${short(scale.at(tick))}" y="${bottom + 16}" text-anchor="middle">${tickLabel(tick)}</text>`,
    )
    .join('');
  return `${ticks}<text x="${right}" y="${bottom + 32}" text-anchor="end">${escapeXml(name)}</text>`;
}

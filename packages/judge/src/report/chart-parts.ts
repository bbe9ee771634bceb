/** Dark enough for white paper, apart in lightness too; shapes differ as well. */
const colours = ['#1f4e9c', '#b3541e', '#2b7a4b', '#7a3f7f', '#8a6d00', '#555c66'];
const shapes = ['circle', 'square', 'diamond', 'triangle', 'ring', 'cross'] as const;

/** The mark of a series. */
export function chartMark(at: number, x: number, y: number): string {
  const [px, py] = [short(x), short(y)];
  const fill = `fill="${chartColour(at)}"`;
  switch (shapes[at % shapes.length]) {
    case 'square':
      return `<rect x="${short(x - 4)}" y="${short(y - 4)}" width="8" height="8" ${fill}/>`;
    case 'diamond':
      return `<path d="M${px} ${short(y - 5.5)}l5.5 5.5-5.5 5.5-5.5-5.5z" ${fill}/>`;
    case 'triangle':
      return `<path d="M${px} ${short(y - 5)}l5.5 9.5h-11z" ${fill}/>`;
    case 'ring':
      return `<circle cx="${px}" cy="${py}" r="4" fill="#fff" stroke="${chartColour(at)}" stroke-width="2"/>`;
    case 'cross':
      return `<path d="M${short(x - 4)} ${short(y - 4)}l8 8m0-8l-8 8" stroke="${chartColour(at)}" stroke-width="2"/>`;
    default:
      return `<circle cx="${px}" cy="${py}" r="4.5" ${fill}/>`;
  }
}

/** Of a series. */
export function chartColour(at: number): string {
  return colours[at % colours.length] ?? '#222';
}

/** A number as short as a picture needs it. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as it may stand in SVG, also in an attribute. */
export function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );
}

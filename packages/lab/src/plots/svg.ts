/** Text as it may stand in SVG, also in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign,
  );
}

/** A number as short as a picture needs it. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A number beside an axis: `0.05`, `20`, `1.5e+6`. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4) ? value.toExponential() : String(value);
}

/**
 * Colours of lines and bars: `--plot-1` to `--plot-6` where the page sets them, else ones that differ in lightness too and
 * are readable on light and dark paper. Axes and words take the page's `currentColor`.
 */
export function colour(index: number): string {
  const usual = ['#3b7dd8', '#d1622b', '#2f9e62', '#a1539f', '#b58900', '#6b7280'];
  const i = index % usual.length;
  return `var(--plot-${i + 1}, ${usual[i]})`;
}

/** How lines differ besides their colours. */
export function dash(index: number): string {
  return ['', '6 3', '2 3', '8 3 2 3', '1 4', '10 4'][index % 6] ?? '';
}

/**
 * A picture with its name and what it shows in words, for those who do not see it.
 * @param id makes the references of this picture its own on a page.
 */
export function figureSvg(
  facts: { readonly id: string; readonly title: string; readonly description: string },
  [width, height]: readonly [number, number],
  content: string,
): string {
  const id = escapeXml(facts.id);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-labelledby="${id}-title ${id}-desc" font-family="inherit" font-size="12" fill="currentColor">` +
    `<title id="${id}-title">${escapeXml(facts.title)}</title>` +
    `<desc id="${id}-desc">${escapeXml(facts.description)}</desc>${content}</svg>`
  );
}

/**
 * Puts text between `<!-- eval NAME -->` and `<!-- /eval -->` of a page, in the place of what stood there.
 * @throws RangeError where the page has no such marks.
 */
export function betweenMarks(page: string, name: string, text: string): string {
  const opening = `<!-- eval ${name} -->`;
  const closing = '<!-- /eval -->';
  const from = page.indexOf(opening);
  const to = page.indexOf(closing, from);
  if (from < 0 || to < 0) throw new RangeError(`The page has no ${opening} with ${closing} behind it.`);
  return `${page.slice(0, from + opening.length)}\n\n${text}\n\n${page.slice(to)}`;
}

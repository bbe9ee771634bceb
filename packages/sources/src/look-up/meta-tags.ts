import { Parser } from 'htmlparser2';

/** What a page says about itself: the contents of its `<meta>` tags by their names, in lower case, in the page's order. */
export type MetaTags = ReadonlyMap<string, readonly string[]>;

/** Tags that are read at most, and characters of each. */
const mostTags = 5000;
const longest = 60_000;

/** Reads the `<meta name content>` (and `property`) tags of a page, wherever they stand. Never fails. */
export function metaTags(html: string): MetaTags {
  const found = new Map<string, string[]>();
  let count = 0;
  const parser = new Parser({
    onopentag(tag, { name, property, content }) {
      const called = (name ?? property ?? '').trim().toLowerCase();
      if (tag !== 'meta' || called === '' || content === undefined || ++count > mostTags) return;
      const text = content.slice(0, longest).trim();
      if (text !== '') found.set(called, [...(found.get(called) ?? []), text]);
    },
  });
  parser.end(html);
  return found;
}

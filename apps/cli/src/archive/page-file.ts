/**
 * The file of a page, from the archive's folder on. `/papers/2103.03230` is `papers/2103.03230.html`, further pages of a list are
 * `categories/cs.LG/page-2.html`. Letters and digits of all scripts stay; every other sign is written `~` and its code, so that
 * every file system and web server takes the names as they are.
 * @param address path, with `?page=N` at most.
 */
export function pageFile(address: string): string {
  const [path = '/', query = ''] = address.split('?');
  const page = /^page=(\d{1,6})$/.exec(query)?.[1];
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => safeName(decode(part)));
  const name = parts.length === 0 ? 'index' : parts.join('/');
  return page === undefined || page === '1' ? `${name}.html` : `${name}/page-${page}.html`;
}

/** Windows reads `CON` and a trailing full stop in its own way; `~` comes before what is written otherwise. */
function safeName(name: string): string {
  const safe = name
    .normalize('NFC')
    .slice(0, 150)
    .replace(/[^\p{Letter}\p{Number}._-]/gu, (sign) => `~${(sign.codePointAt(0) ?? 0).toString(16)}`)
    .replace(/^\.+|\.+$/g, (dots) => '~2e'.repeat(dots.length));
  return /^(con|prn|aux|nul|com\d|lpt\d|index)$/i.test(safe) ? `~${safe}` : safe;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The way from one file of the archive to another, as a link has it: it holds on any server, below any path, and on a disk. */
export function relativeLink(from: string, to: string): string {
  const depth = from.split('/').length - 1;
  return '../'.repeat(depth) + to.split('/').map(encodeURIComponent).join('/');
}

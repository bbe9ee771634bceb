/** Whether the address of a page is itself a key: it holds, or could hold, a signed link. */
export function isSignedPath(pathname: string): boolean {
  return /^\/(subscribe\/confirm|subscriptions|unsubscribe|notices|issues|sign-in\/link|feeds\/private)\/./.test(
    pathname,
  );
}

/**
 * Keeps such an address to who has it: no search engine lists it, no cache keeps it unless the page says for how long, and
 * no other site learns it. (`no-referrer` would also take the origin from the page's own forms, which are then refused.)
 */
export function setSignedHeaders(headers: Headers): void {
  headers.set('x-robots-tag', 'noindex');
  headers.set('referrer-policy', 'same-origin');
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
}

/** A path with its signed links made worthless, for the log. */
export function withoutCodes(pathname: string): string {
  return pathname
    .replace(/^\/feeds\/private\/[^/]*/, '/feeds/private/…')
    .replace(/-[0-9a-f]{32}(?=\/|$)/gi, '-…');
}

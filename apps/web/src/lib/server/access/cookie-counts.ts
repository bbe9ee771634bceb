const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether a request's cookie says who asks. Where something may be changed, and everywhere in the API, it does so only if
 * the request comes from our own pages, as its `Sec-Fetch-Site` or `Origin` tells (Fetch Metadata; RFC 6454): another site
 * can make a browser send a request, but not make it lie about that. Programs have tokens.
 */
export function cookieCounts(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  { origin, pathname }: Pick<URL, 'origin' | 'pathname'>,
): boolean {
  if (!changing.has(method) && !/^\/api\//.test(pathname)) return true;
  const site = headers.get('sec-fetch-site');
  const from = headers.get('origin');
  if (from !== null && from !== origin) return false;
  return site === 'same-origin' || (site === null && from === origin);
}

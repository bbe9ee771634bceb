const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** What a form of another site can send without being asked first (Fetch, "CORS-safelisted request-header"). */
const formTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * Whether a request changes something and was not made by a page of this site, as far as its `Origin` tells: SvelteKit's
 * own rule, but for ending a subscription or the notices of talk. Mail providers do that with a POST from their own servers (RFC 8058), and its
 * address alone, which nobody can guess, says that they may.
 */
export function isCrossSiteForm(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  { origin, pathname }: Pick<URL, 'origin' | 'pathname'>,
): boolean {
  if (!mutating.has(method) || headers.get('origin') === origin) return false;
  if (method === 'POST' && /^\/(unsubscribe|notices(\/talk)?)\/[^/]+$/.test(pathname)) return false;
  // No form can send this header, and no script of another site without being asked first: programs bring their tokens in it.
  if (/^Bearer /i.test(headers.get('authorization') ?? '')) return false;
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' || formTypes.has(type);
}

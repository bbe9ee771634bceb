import { readUrl, type AddressRules } from './public-address.ts';
import { shownUrl } from './shown-url.ts';
import { SourceError } from './source-error.ts';

/** What is asked of one address. Header names in lower case. */
export interface Hop {
  url: URL;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

/** Statuses that send the client elsewhere (RFC 9110, 15.4). 300, 304 and 305 do not. */
export const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** What another origin may be told. Anything else, such as `authorization`, `cookie` or `x-api-key`, is for the first alone. */
const harmless = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'user-agent',
];

/**
 * The request that a redirect asks for, checked as the first one was. https never falls back to http.
 * @throws SourceError `address` where it leads somewhere it must not; `content` where it leads nowhere.
 */
export function followRedirect(
  from: Hop,
  status: number,
  location: string | undefined,
  rules: AddressRules,
): Hop {
  const target = location === undefined ? null : URL.parse(location, from.url.href);
  if (target === null) {
    throw new SourceError(
      'content',
      `${shownUrl(from.url)} sends its readers elsewhere, but not to an address.`,
      'Usually this passes. If it stays, the service is broken there.',
      { status },
    );
  }
  const url = readUrl(target, rules);
  if (from.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new SourceError(
      'address',
      `${shownUrl(from.url)} leads from https to ${shownUrl(url)}, which anybody on the way can read and change.`,
      'It is not followed. If the service has moved, set its new address with https://.',
      { status },
    );
  }
  const headers =
    url.origin === from.url.origin
      ? from.headers
      : Object.fromEntries(Object.entries(from.headers).filter(([name]) => harmless.includes(name)));
  // As browsers do (Fetch, 4.4): a POST that is told 301, 302 or 303 goes on as a GET.
  if (from.method === 'GET' || status === 307 || status === 308) return { ...from, url, headers };
  const bodiless = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-type'));
  return { url, method: 'GET', headers: bodiless, body: null };
}

import { readToken, tokenPrefix } from '@broadsheet/people';
import type { RequestEvent } from '@sveltejs/kit';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { accountsHere, headersForAccounts } from './accounts-here.ts';
import { cookieCounts } from './cookie-counts.ts';

/** Where programs may come with a token instead of a cookie. */
const tokenPaths = /^\/(api|mcp)(\/|$)/;

/**
 * Finds out who asks, by a token or by a session, and says so in `event.locals`.
 * @returns `bad-token` where a token was given that is worth nothing: the program should hear that, and not get what is
 *   for everybody.
 */
export async function recognise(event: RequestEvent): Promise<'done' | 'bad-token'> {
  const { request, url, locals } = event;
  const token = bearerToken(request.headers.get('authorization') ?? '');
  if (token !== null && tokenPaths.test(url.pathname)) {
    const found = await readToken(library(), token, now());
    if (found === null) return 'bad-token';
    locals.member = found.member;
    locals.scopes = found.scopes;
    return 'done';
  }
  if (!/broadsheet\.session_token=/.test(request.headers.get('cookie') ?? '')) return 'done';
  if (!cookieCounts(request, url)) return 'done';
  const signedIn = await (await accountsHere(event)).read(headersForAccounts(event));
  if (signedIn === null) return 'done';
  locals.member = signedIn.member;
  locals.session = { id: signedIn.sessionId, isFresh: signedIn.isFresh };
  locals.cookies.push(...signedIn.cookies);
  return 'done';
}

/** A token of ours in an `Authorization` header (RFC 6750); null for others, such as that of /metrics. */
function bearerToken(authorization: string): string | null {
  const token = /^Bearer +([\w-]{1,200})$/i.exec(authorization)?.[1];
  return token?.startsWith(tokenPrefix) ? token : null;
}

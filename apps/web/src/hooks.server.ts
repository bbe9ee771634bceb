import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { dev } from '$app/env';
import { accountSettings } from './lib/server/access/account-settings.ts';
import { addressOf } from './lib/server/access/address-of.ts';
import { keepPrivate } from './lib/server/access/keep-private.ts';
import { isOpenPath } from './lib/server/access/private-site.ts';
import { recognise } from './lib/server/access/recognise.ts';
import { readVectorsAhead } from './lib/server/encoder.ts';
import { openLibrary } from './lib/server/library.ts';
import { isCrossSiteForm } from './lib/server/limits/cross-site-form.ts';
import { refusedBody } from './lib/server/limits/body-size.ts';
import { createRateLimits, limitedSurface, readRateLimits } from './lib/server/limits/rate-limits.ts';
import { refuse } from './lib/server/limits/refusal.ts';
import { setCorsHeaders, setIsolation, setSecurityHeaders } from './lib/server/limits/security-headers.ts';
import { isSignedPath, setSignedHeaders, withoutCodes } from './lib/server/limits/signed-paths.ts';
import { readTimeLimit, withinTime } from './lib/server/limits/time-limit.ts';
import { log } from './lib/server/log/log.ts';
import { requestIdFrom } from './lib/server/log/request-id.ts';
import { serverMetrics } from './lib/server/metrics/server-metrics.ts';

const longestAddress = 8192;
const rateLimits = createRateLimits(readRateLimits(process.env));
const timeLimit = readTimeLimit(process.env);

/** In development nobody else has opened the store. Vectors are read meanwhile; who searches before waits for them. */
export const init: ServerInit = async () => {
  if (dev) await openLibrary();
  void readVectorsAhead().catch((error: unknown) => log.warn({ err: error }, 'vectors could not be read'));
};

/** Every request: named, limited, recognised, answered in time, given its headers, counted and logged. */
export const handle: Handle = async ({ event, resolve }) => {
  Object.assign(event.locals, { member: null, session: null, scopes: null, cookies: [] });
  event.locals.requestId = requestIdFrom(event.request.headers.get('x-request-id'));
  if (event.isSubRequest) return resolve(event);
  const started = performance.now();
  const response = finished(event, (await refusalFor(event)) ?? (await answered(event, resolve)));
  const seconds = (performance.now() - started) / 1000;
  const { method } = event.request;
  serverMetrics.observe({ method, route: event.route.id ?? 'none', status: response.status, seconds });
  // The path only: query strings hold what people search for. Who reads the log must not get people's links.
  log.info(
    {
      requestId: event.locals.requestId,
      method,
      path: withoutCodes(event.url.pathname.slice(0, 500)),
      route: event.route.id,
      status: response.status,
      milliseconds: Math.round(seconds * 10_000) / 10,
    },
    'request',
  );
  return response;
};

/** What keeps a request from being answered at all, or null. */
async function refusalFor(event: RequestEvent): Promise<Response | null> {
  const { pathname, href, search } = event.url;
  const { requestId } = event.locals;
  if (href.length > longestAddress) {
    return refuse(pathname, requestId, {
      status: 414,
      title: 'The address is too long',
      detail: `It has ${href.length} characters; ${longestAddress} are read. ${search.length > 1000 ? 'Shorten the query.' : 'Follow a link from the front page.'}`,
    });
  }
  if (isCrossSiteForm(event.request, event.url)) {
    return refuse(pathname, requestId, {
      status: 403,
      title: 'This form was sent from another site',
      detail:
        'Forms of this site are taken from its own pages only. Open the page here and send it again; behind a proxy, SITE_URL must be the address that people use.',
    });
  }
  const body = refusedBody(event.request, pathname);
  if (body !== null) return refuse(pathname, requestId, { ...body, title: 'What was sent cannot be taken' });
  if (event.request.method === 'OPTIONS' && pathname.startsWith('/api/'))
    return new Response(null, { status: 204 });
  const surface = limitedSurface(pathname);
  const wait = surface && (await rateLimits.spend(surface, addressOf(event)));
  if (wait === null) return null;
  return refuse(pathname, requestId, {
    status: 429,
    title: 'Too many requests',
    detail: `This address has asked for more than a minute's share. Try again in ${wait} seconds.`,
    retryAfterSeconds: wait,
  });
}

async function answered(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
  const drawn = async () =>
    (await strangerRefusal(event)) ??
    (await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%broadsheet.theme%', themeOf(event)),
    }));
  const response = await withinTime(drawn(), timeLimit);
  if (response !== null) return response;
  log.warn({ requestId: event.locals.requestId, route: event.route.id }, 'request took too long');
  return refuse(event.url.pathname, event.locals.requestId, {
    status: 503,
    title: 'This took too long',
    detail: 'The library did not answer in time; it may be busy with an import. Try again shortly.',
    retryAfterSeconds: 10,
  });
}

/** Finds out who asks. Gives what keeps them from being answered, or null. */
async function strangerRefusal(event: RequestEvent): Promise<Response | null> {
  const { pathname, search } = event.url;
  const { requestId } = event.locals;
  if ((await recognise(event)) === 'bad-token') {
    return refuse(pathname, requestId, {
      status: 401,
      title: 'This token is not known',
      detail: 'It may have expired or been revoked. Make another on your account page, or ask without one.',
    });
  }
  if (!accountSettings.isPrivate || event.locals.member !== null || isOpenPath(pathname)) return null;
  const isPage = !pathname.startsWith('/api/') && event.request.method === 'GET';
  if (isPage && (event.request.headers.get('accept') ?? '').includes('text/html')) {
    const location = `/sign-in?back=${encodeURIComponent(pathname + search)}`;
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
  }
  // What the site's own scripts ask for is led to the way in as well.
  if (event.isDataRequest) return Response.json({ type: 'redirect', location: '/sign-in' });
  return refuse(pathname, requestId, {
    status: 401,
    title: 'This site is for its members',
    detail: 'Sign in, or send a token: Authorization: Bearer bs_…',
  });
}

/** The reader's choice of light or dark; `auto` follows the system. */
function themeOf(event: RequestEvent): string {
  const theme = event.cookies.get('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Headers of some responses cannot be changed, so that each gets a copy of its own. */
function finished(event: RequestEvent, response: Response): Response {
  const headers = new Headers(response.headers);
  setSecurityHeaders(headers, { https: event.url.protocol === 'https:' });
  setIsolation(headers, event.url.pathname);
  if (event.url.pathname.startsWith('/api/')) setCorsHeaders(headers);
  if (isSignedPath(event.url.pathname)) setSignedHeaders(headers);
  headers.set('x-request-id', event.locals.requestId);
  keepPrivate(headers, event.locals.member !== null || event.locals.cookies.length > 0);
  for (const cookie of event.locals.cookies) headers.append('set-cookie', cookie);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Tells people what they can act on, and the log the rest. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { requestId } = event.locals;
  if (kind !== 'unknown') return { requestId };
  log.error({ requestId, route: event.route.id, err: error }, 'request failed');
  return {
    message:
      'Something went wrong here, and it has been noted. Try again; if it stays, tell the operator the request id.',
    requestId,
  };
};

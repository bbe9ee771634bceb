import { STATUS_CODES } from 'node:http';
import type { Agent, Dispatcher } from 'undici';
import { accepted } from './expectation.ts';
import type { RequestOptions } from './http-client.ts';
import { networkFailure } from './network-failure.ts';
import { publicLookup, type AddressRules } from './public-address.ts';
import { followRedirect, redirects, type Hop } from './redirect.ts';
import { retryAfter } from './retry-after.ts';
import { shownUrl } from './shown-url.ts';
import { SourceError } from './source-error.ts';
import { timeBudget } from './time-budget.ts';
import { knownEncodings, unpack } from './unpack.ts';

/** All in milliseconds. */
export interface Timeouts {
  /** Name, connection and TLS. Default 10 seconds. */
  connect: number;
  /** From the request to the answer's headers. Default 60 seconds. */
  headers: number;
  /** Between two pieces of the body. Default 60 seconds. */
  idle: number;
  /** All waiting for one answer, with its redirects; not the time that its reader takes. Default 10 minutes. */
  total: number;
}

export const usualTimeouts: Timeouts = { connect: 10_000, headers: 60_000, idle: 60_000, total: 600_000 };

/** Default for the largest unpacked body, in bytes. */
const usualLimit = 64 * 2 ** 20;

const mostRedirects = 5;

/** What is read of a body that nobody wants, to keep its connection, in bytes. */
const courtesy = 65_536;

export interface Means {
  agent: Agent;
  rules: AddressRules;
  userAgent: string;
  timeouts: Timeouts;
  /** For the dates in headers. */
  now(): Date;
  signal?: AbortSignal | undefined;
  /** Called when there is a connection and a request goes out on it. */
  onSent?: (() => void) | undefined;
  /** Called before each further request that a redirect asks for: it may have to wait for its turn too. */
  beforeRedirect?: (() => Promise<void>) | undefined;
}

/** An answer whose status is as expected and whose body has not been read yet. */
export interface RawAnswer {
  status: number;
  url: URL;
  headers: ReadonlyMap<string, string>;
  /** Unpacked and within its limit. Read it to its end, or end it with `return()`: the connection waits for that. */
  body: AsyncGenerator<Uint8Array, void>;
}

/** A connection at most to each origin, and none to an address that is not public. HTTP/1.1, where a cut is seen. */
export async function politeAgent(
  rules: AddressRules,
  timeouts: Timeouts,
  lookup = publicLookup(rules),
): Promise<Agent> {
  // Large, and commands that ask nobody anything should not wait for it.
  const { Agent } = await import('undici');
  return new Agent({
    connections: 1,
    pipelining: 1,
    allowH2: false,
    connect: { lookup, timeout: timeouts.connect },
    // Node's 250 ms to give an address up are too short for a slow line.
    autoSelectFamilyAttemptTimeout: 2_000,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.idle,
  });
}

/**
 * One exchange: a request, up to 5 redirects, each of them checked like the first address, and an answer.
 * @throws SourceError for everything that is no answer. The body throws them too while it is read.
 */
export async function askOnce(url: URL, options: RequestOptions, means: Means): Promise<RawAnswer> {
  const { signal, timeouts } = means;
  const control = new AbortController();
  const stop = () => control.abort(aborted());
  const budget = timeBudget(timeouts.total, () => control.abort(tooSlow(hop.url.host, timeouts.total)));
  const finish = () => {
    budget.rest();
    signal?.removeEventListener('abort', stop);
  };
  if (signal?.aborted) throw aborted();
  signal?.addEventListener('abort', stop);
  const told = (error: unknown) => {
    const reason: unknown = control.signal.reason;
    return reason instanceof SourceError ? reason : networkFailure(error, hop.url.host);
  };
  let waiting = false;
  let hop = firstHop(url, options, means.userAgent);
  try {
    for (let redirected = 0; ; redirected++) {
      budget.run();
      const response = await noticing(means.agent, means.onSent).request({
        origin: hop.url.origin,
        path: hop.url.pathname + hop.url.search,
        method: hop.method,
        headers: hop.headers,
        body: hop.body,
        signal: control.signal,
      });
      const status = response.statusCode;
      const headers = flat(response.headers);
      const isAnswer = (status >= 200 && status < 300) || options.statuses?.includes(status);
      if (isAnswer) {
        const limit = options.limit ?? usualLimit;
        if (Number(headers.get('content-length') ?? 0) > limit) {
          response.body.on('error', () => {}).destroy();
          throw tooLarge(hop.url, limit);
        }
        budget.rest();
        return { status, url: hop.url, headers, body: read(response.body, headers, limit, hop.url) };
      }
      await response.body.dump({ limit: courtesy }).catch(() => {});
      if (control.signal.aborted) throw control.signal.reason;
      budget.rest();
      if (!redirects.includes(status)) throw noAnswer(hop.url, status, headers, means.now());
      if (redirected === mostRedirects) throw tooFar(url);
      hop = followRedirect(hop, status, headers.get('location'), means.rules);
      waiting = true;
      await means.beforeRedirect?.();
      waiting = false;
    }
  } catch (error) {
    finish();
    // What fails while a turn is waited for is no failure of the network.
    throw waiting ? error : told(error);
  }

  async function* read(
    body: AsyncIterable<Uint8Array>,
    headers: ReadonlyMap<string, string>,
    limit: number,
    from: URL,
  ): AsyncGenerator<Uint8Array, void> {
    const packed = limited(body, limit, from);
    const pieces = limited(unpack(packed, headers.get('content-encoding') ?? ''), limit, from);
    let ended = false;
    try {
      for (;;) {
        budget.run();
        const next = await pieces.next();
        budget.rest();
        ended = next.done ?? false;
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      throw told(error);
    } finally {
      finish();
      // Its reader has had enough, or it failed: the connection ends here, whatever is still under way.
      if (!ended) control.abort(aborted());
      await pieces.return().catch(() => {});
    }
  }
}

/** undici tells a handler when its request goes out, and `request` has a handler of its own: this listens at its door. */
function noticing(agent: Agent, onSent: () => void = () => {}): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      onSent();
      start?.(controller, context);
    };
    return dispatch(options, handler);
  });
}

function firstHop(url: URL, options: RequestOptions, userAgent: string): Hop {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: accepted[options.expect ?? 'bytes'],
    'accept-encoding': knownEncodings,
    ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
  };
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
  const body = options.json === undefined ? null : JSON.stringify(options.json);
  return { url, method: options.method ?? (body === null ? 'GET' : 'POST'), headers, body };
}

function flat(headers: Record<string, string | string[] | undefined>): ReadonlyMap<string, string> {
  const pairs = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  );
  return new Map(pairs);
}

async function* limited(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  from: URL,
): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > limit) throw tooLarge(from, limit);
    yield piece;
  }
}

/** The failure of whatever is going on when the program ends. */
export function aborted(): SourceError {
  return new SourceError('aborted', 'Stopped.', 'Nothing is lost: the next run goes on from here.');
}

function tooSlow(host: string, total: number): SourceError {
  return new SourceError(
    'timeout',
    `${host} took more than ${Math.round(total / 1000)} s for one answer.`,
    'Usually this passes, and it is asked again.',
  );
}

function tooLarge(url: URL, limit: number): SourceError {
  return new SourceError(
    'too-large',
    `The answer of ${shownUrl(url)} is larger than ${limit < 2 ** 20 ? `${limit} bytes` : `${Math.round(limit / 2 ** 20)} MiB`}.`,
    'Nobody expects that much there. If the service has grown, the limit has to grow with it: please report it.',
  );
}

function tooFar(url: URL): SourceError {
  return new SourceError(
    'content',
    `${shownUrl(url)} leads elsewhere more than ${mostRedirects} times.`,
    'Usually this passes. If it stays, the service is broken there.',
  );
}

function noAnswer(url: URL, status: number, headers: ReadonlyMap<string, string>, now: Date): SourceError {
  const wish = retryAfter(headers, now);
  const name = STATUS_CODES[status];
  return new SourceError(
    'status',
    `${shownUrl(url)} answered ${status}${name === undefined ? '' : ` (${name})`}.`,
    whatToDo(status),
    { status, ...(wish === null ? {} : { retryAt: new Date(now.getTime() + wish) }) },
  );
}

function whatToDo(status: number): string {
  if (status === 429) return 'It was asked too often. It is asked again later; nothing has to be done.';
  if (status === 401 || status === 403)
    return 'The key is missing or wrong, or the service has locked this machine out. Check the key, and the terms.';
  if (status === 404 || status === 410) return 'The service does not have it, or has moved it.';
  if (status >= 500 || status === 408 || status === 425)
    return 'The service is in trouble. Usually this passes, and it is asked again.';
  return 'The service did not understand the question. It may have changed: please report it.';
}

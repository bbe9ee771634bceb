import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { faultPlan, type Fault, type FaultPlan } from './faults.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A request as a service sees it. */
export interface ReplayRequest {
  method: string;
  /** Behind the service's address: `/oai`, or empty. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  now: Date;
}

/** What a service answers. A known `etag` is answered with 304 by the server, not by the service. */
export interface ReplayAnswer {
  /** Default 200. */
  status?: number;
  /** Content type. */
  type: string;
  headers?: Readonly<Record<string, string>>;
  body: string;
}

/** Answers like a real service. One that throws answers 500. */
export type Service = (request: ReplayRequest) => ReplayAnswer | Promise<ReplayAnswer>;

/** A request that was answered, or was meant to be. Times are the virtual clock's. */
export interface LoggedRequest {
  service: string;
  scope: string;
  method: string;
  /** With the query, as it was sent. */
  path: string;
  userAgent: string;
  start: Date;
  end: Date;
  status: number;
  fault: Fault | null;
  /** Other requests of the same scope that were not answered yet when this one came. */
  beside: number;
}

export interface Replay {
  /**
   * Opens a service at an address of its own, which comes back: `http://127.0.0.1:PORT/NAME`. Write a service as a
   * function of the request and of what it is to know (papers, `request.now`), in a file named after it; see arxiv.ts.
   * @param scope Services of one scope share an etiquette and are looked at together in the log. Default: its name.
   */
  service(name: string, handler: Service, scope?: string): string;
  /** In the order in which requests came. */
  log: readonly LoggedRequest[];
  faults: FaultPlan;
  close(): Promise<void>;
}

/** How long an answer takes, by the virtual clock, in milliseconds. */
const answerTakes = 250;

/** Starts a server on the loopback address that answers like the services that are opened on it. Close it. */
export async function startReplay({ clock }: { clock: VirtualClock }): Promise<Replay> {
  const services = new Map<string, { handler: Service; scope: string }>();
  const log: LoggedRequest[] = [];
  const open = new Map<string, number>();
  const plan = faultPlan();

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://replay');
    const [, name = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
    const service = services.get(name);
    if (service === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`There is no service ${name}.`);
      return;
    }
    const { handler, scope } = service;
    const beside = open.get(scope) ?? 0;
    open.set(scope, beside + 1);
    const entry: LoggedRequest = {
      service: name,
      scope,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      userAgent: incoming.headers['user-agent'] ?? '',
      start: clock.now(),
      end: clock.now(),
      status: 0,
      fault: null,
      beside,
    };
    log.push(entry);
    try {
      const body = await textOf(incoming);
      const redirected = url.searchParams.has(redirectMark);
      url.searchParams.delete(redirectMark);
      const due = redirected ? null : plan.take(name, `${rest}${url.search}`);
      entry.fault = due?.fault ?? null;
      const given = await handler({
        method: entry.method,
        path: rest,
        query: url.searchParams,
        headers: headersOf(incoming),
        body,
        now: clock.now(),
      });
      const spoilt = due === null ? given : spoil(given, due.fault, due.retryAfter, incoming.url ?? '/');
      await clock.sleep(answerTakes);
      entry.status = await send(incoming, response, spoilt, due?.fault ?? null);
    } finally {
      entry.end = clock.now();
      open.set(scope, (open.get(scope) ?? 1) - 1);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    service(name, handler, scope = name) {
      services.set(name, { handler, scope });
      return `http://127.0.0.1:${port}/${name}`;
    },
    log,
    faults: plan,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const redirectMark = 'replay-redirected';

/** The answer with its fault, as far as it lies in status, headers or content. */
function spoil(
  answer: ReplayAnswer,
  fault: Fault,
  retryAfter: number | undefined,
  path: string,
): ReplayAnswer {
  switch (fault) {
    case 'too-many':
      return {
        status: 429,
        type: 'text/plain',
        headers: { 'retry-after': String(retryAfter ?? 30) },
        body: 'Rate exceeded.',
      };
    case 'unavailable':
      return {
        status: 503,
        type: 'text/html',
        headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
        body: '<html><title>503</title><h1>Service Unavailable</h1></html>',
      };
    case 'html':
      return { type: 'text/html', body: '<!doctype html><title>Sorry</title><p>Please try again later.' };
    case 'wrong-type':
      return { ...answer, type: 'application/octet-stream' };
    case 'redirect':
      return {
        status: 302,
        type: 'text/plain',
        headers: { location: `${path}${path.includes('?') ? '&' : '?'}${redirectMark}=1` },
        body: '',
      };
    case 'broken':
      return { ...answer, body: `${answer.body.slice(0, answer.body.length / 2)}\0<<{` };
    default:
      return answer;
  }
}

async function send(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: ReplayAnswer,
  fault: Fault | null,
): Promise<number> {
  const etag = answer.headers?.['etag'];
  if (fault === null && etag !== undefined && incoming.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return 304;
  }
  const status = answer.status ?? 200;
  const plain = Buffer.from(answer.body);
  const packed = fault === 'gzip' && /\bgzip\b/.test(String(incoming.headers['accept-encoding'] ?? ''));
  const body = packed ? gzipSync(plain) : plain;
  response.writeHead(status, {
    ...answer.headers,
    'content-type': answer.type,
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
    'content-length': String(body.length),
  });
  if (fault === 'cut') {
    response.write(body.subarray(0, body.length / 2));
    await pause(5);
    response.destroy();
    return status;
  }
  const piece = fault === 'drip' ? Math.ceil(body.length / 10) : body.length;
  for (let at = 0; at < body.length; at += piece) {
    // Not after the last: who has it may ask again at once, and this request would still look open.
    if (at > 0) await pause(5);
    response.write(body.subarray(at, at + piece));
  }
  response.end();
  return status;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}

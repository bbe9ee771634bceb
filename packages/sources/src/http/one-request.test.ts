import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import type { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestOptions } from './http-client.ts';
import { askOnce, politeAgent, usualTimeouts, type Means, type RawAnswer } from './one-request.ts';
import { publicLookup } from './public-address.ts';
import { startServer, type LoopbackServer } from './testing/loopback-server.ts';

const open: { server: LoopbackServer | null; agents: Agent[] } = { server: null, agents: [] };
afterEach(async () => {
  await Promise.all(open.agents.map((agent) => agent.destroy()));
  await open.server?.close();
  open.server = null;
  open.agents = [];
});

type Handler = Parameters<typeof startServer>[0];
type Changes = Partial<Omit<Means, 'timeouts'>> & {
  timeouts?: Partial<Means['timeouts']>;
  resolve?: Parameters<typeof publicLookup>[1];
};

async function serve(handle: Handler): Promise<LoopbackServer> {
  open.server = await startServer(handle);
  return open.server;
}

async function ask(url: string, options: RequestOptions = {}, changes: Changes = {}): Promise<RawAnswer> {
  const rules = changes.rules ?? { allowLoopback: true };
  const timeouts = { ...usualTimeouts, ...changes.timeouts };
  const agent = await politeAgent(rules, timeouts, publicLookup(rules, changes.resolve));
  open.agents.push(agent);
  return askOnce(new URL(url), options, {
    agent,
    userAgent: 'Broadsheet/0.1 (test)',
    now: () => new Date('2026-03-09T12:00:00Z'),
    ...changes,
    rules,
    timeouts,
  });
}

async function read(answer: RawAnswer): Promise<string> {
  return Buffer.concat(await Array.fromAsync(answer.body)).toString();
}

/** Asks and reads, from a server of its own. */
async function askServer(handle: Handler, options: RequestOptions = {}, changes: Changes = {}) {
  const server = await serve(handle);
  return read(await ask(server.url, options, changes));
}

const text = 'abstract '.repeat(5000);
const packings: [string, (bytes: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ['zstd', zstdCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
];

describe('an answer', () => {
  it('comes with its status and headers, and the request says who asks', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { ETag: '"a"', Vary: ['a', 'b'] }).end('hello'),
    );
    const answer = await ask(`${server.url}/x?y=1`, { expect: 'xml', headers: { 'X-Api-Key': 'k' } });
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('vary')]).toEqual([
      200,
      '"a"',
      'a, b',
    ]);
    expect(await read(answer)).toBe('hello');
    expect(server.asked).toMatchObject([
      {
        method: 'GET',
        path: '/x?y=1',
        headers: {
          'user-agent': 'Broadsheet/0.1 (test)',
          'accept-encoding': 'gzip, br, zstd, deflate',
          'x-api-key': 'k',
        },
      },
    ]);
    expect(server.asked[0]?.headers.accept).toMatch(/atom\+xml/);
  });

  it('answers a question in JSON', async () => {
    const server = await serve((_request, response) => response.end('[]'));
    await read(await ask(server.url, { json: { ids: ['ARXIV:2106.15928'] } }));
    expect(server.asked).toMatchObject([
      {
        method: 'POST',
        body: '{"ids":["ARXIV:2106.15928"]}',
        headers: { 'content-type': 'application/json' },
      },
    ]);
  });

  it('may have a status that was asked for', async () => {
    const server = await serve((request, response) =>
      response.writeHead(request.url === '/same' ? 304 : 404, { 'content-encoding': 'gzip' }).end(),
    );
    for (const path of ['/same', '/gone']) {
      const answer = await ask(server.url + path, { statuses: [304, 404] });
      expect(await read(answer)).toBe('');
    }
  });

  it('is ended by who has had enough of it', async () => {
    let closed: Promise<unknown> | undefined;
    const server = await serve((_request, response) => {
      closed = once(response, 'close');
      response.write(gzipSync(text, { finishFlush: constants.Z_SYNC_FLUSH }));
    });
    const answer = await ask(server.url);
    await answer.body.next();
    await answer.body.return();
    await closed;
  });
});

describe('a packed answer', () => {
  it.each(packings)('is unpacked: %s', async (encoding, pack) => {
    const unpacked = await askServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.from(text))),
    );
    expect(unpacked).toBe(text);
  });

  it.each(packings)('cannot be a bomb: %s', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(4 * 2 ** 20));
    expect(bomb.length).toBeLessThan(20_000);
    const unpacked = askServer(
      (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
      { limit: 100_000 },
    );
    await expect(unpacked).rejects.toMatchObject({
      failure: 'too-large',
      message: expect.stringMatching(/larger than 100000 bytes/) as string,
    });
  });

  it.each(packings)('fails when it is cut, also without a length: %s', async (encoding, pack) => {
    const packed = pack(Buffer.from(text));
    const unpacked = askServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, connection: 'close' });
      response.end(packed.subarray(0, packed.length - 6));
    });
    await expect(unpacked).rejects.toMatchObject({ failure: expect.stringMatching(/network|content/) });
  });

  it.each(packings.slice(2))('fails when it is broken: %s', async (encoding) => {
    const unpacked = askServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end('\u0008 is not packed at all'),
    );
    await expect(unpacked).rejects.toMatchObject({ failure: 'content' });
  });

  it.each(['gzip, gzip', 'compress', 'aes128gcm'])(
    'is refused when nobody packs so: %s',
    async (encoding) => {
      const unpacked = askServer((_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(gzipSync(gzipSync(text))),
      );
      await expect(unpacked).rejects.toMatchObject({ failure: 'content' });
    },
  );
});

describe('an answer that is too large', () => {
  it('is not read when it says so', async () => {
    let sent: ServerResponse | undefined;
    const server = await serve((_request, response) => {
      sent = response;
      response.writeHead(200, { 'content-length': 2 ** 30 }).write('x');
    });
    await expect(ask(server.url)).rejects.toMatchObject({
      failure: 'too-large',
      message: expect.stringMatching(/larger than 64 MiB/) as string,
    });
    if (sent && !sent.closed) await once(sent, 'close');
  });

  it('is ended when it does not', async () => {
    const body = askServer(
      async (_request, response) => {
        for (let piece = 0; piece < 100 && !response.destroyed; piece++)
          if (!response.write('x'.repeat(10_000))) await once(response, 'drain').catch(() => {});
      },
      { limit: 50_000 },
    );
    await expect(body).rejects.toMatchObject({ failure: 'too-large' });
  });

  it('has bounded headers too', async () => {
    const body = askServer((_request, response) =>
      response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end(),
    );
    await expect(body).rejects.toMatchObject({ failure: 'too-large' });
  });
});

describe('a connection', () => {
  it.each<[string, Handler]>([
    [
      'before the answer',
      (request) => {
        request.socket.destroy();
      },
    ],
    [
      'before the length that was told',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('half');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'within a body in chunks',
      (_request, response) => {
        response.write('half');
        setImmediate(() => response.destroy());
      },
    ],
  ])('that is cut %s is a failure', async (_when, handle) => {
    await expect(askServer(handle)).rejects.toMatchObject({ failure: 'network' });
  });

  it('that is not HTTP is a failure', async () => {
    const body = askServer((request) => {
      request.socket.end('220 mail.example.org ESMTP\r\n');
    });
    await expect(body).rejects.toMatchObject({ failure: 'network' });
  });

  it('that nobody takes is a failure, told without secrets', async () => {
    const server = await serve(() => {});
    await server.close();
    open.server = null;
    const error: unknown = await ask(
      `${server.url}/x?api_key=geheim&mailto=geheim@example.org`,
      { headers: { 'x-api-key': 'geheim', authorization: 'Bearer geheim' } },
      { userAgent: 'Broadsheet/0.1 (mailto:geheim)' },
    ).catch((error: unknown) => error);
    expect(error).toMatchObject({
      failure: 'network',
      message: `No connection to ${new URL(server.url).host} (ECONNREFUSED).`,
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('geheim');
  });

  it('is not made for a header that cannot be one, which is told without it', async () => {
    const error: unknown = await ask('http://127.0.0.1:1/', { headers: { 'x-api-key': 'geheim\n' } }).catch(
      (error: unknown) => error,
    );
    expect(error).toMatchObject({
      failure: 'address',
      message: expect.stringMatching(/holds a sign/) as string,
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('geheim');
  });

  it('ends when a name is not found', async () => {
    const missing = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const answer = ask(
      'http://nowhere.example/',
      {},
      { resolve: (_name, _options, done) => done(missing, []) },
    );
    await expect(answer).rejects.toMatchObject({
      failure: 'network',
      message: 'The name nowhere.example leads nowhere (ENOTFOUND).',
    });
  });
});

describe('a slow answer', () => {
  it.each<[string, Handler, Changes]>([
    ['that does not begin', () => {}, { timeouts: { headers: 50 } }],
    ['that stops', (_request, response) => response.write('x'), { timeouts: { idle: 50 } }],
    [
      'that drips',
      (_request, response) => {
        const drip = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(drip));
      },
      { timeouts: { total: 100 } },
    ],
    [
      'that drips what nobody wants',
      (_request, response) => {
        response.writeHead(503);
        const drip = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(drip));
      },
      { timeouts: { total: 100 } },
    ],
    [
      'that drips a packed body',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const packed = gzipSync(text);
        let sent = 0;
        const drip = setInterval(() => response.write(packed.subarray(sent, ++sent)), 5);
        response.on('close', () => clearInterval(drip));
      },
      { timeouts: { total: 100 } },
    ],
  ])('%s is ended', async (_how, handle, changes) => {
    await expect(askServer(handle, {}, changes)).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('whose name is never found is ended', async () => {
    const answer = ask('http://slow.example/', {}, { timeouts: { connect: 50 }, resolve: () => {} });
    await expect(answer).rejects.toMatchObject({
      failure: 'timeout',
      message: 'No connection to slow.example in time.',
    });
  });
});

describe('an end of the program', () => {
  it('ends what is waited for', async () => {
    const control = new AbortController();
    const server = await serve(() => control.abort());
    await expect(ask(server.url, {}, { signal: control.signal })).rejects.toMatchObject({
      failure: 'aborted',
    });
    await expect(ask(server.url, {}, { signal: control.signal })).rejects.toMatchObject({
      failure: 'aborted',
    });
    expect(server.asked).toHaveLength(1);
  });

  it('ends a body', async () => {
    const control = new AbortController();
    const server = await serve((_request, response) => response.write('x'));
    const answer = await ask(server.url, {}, { signal: control.signal });
    await answer.body.next();
    control.abort();
    await expect(answer.body.next()).rejects.toMatchObject({ failure: 'aborted' });
  });
});

describe('a redirect', () => {
  const chain: Handler = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('there');
    else response.writeHead(302, { location: `/${left - 1}` }).end('elsewhere');
  };

  it('is followed five times, each after its turn', async () => {
    const server = await serve(chain);
    let turns = 0;
    const beforeRedirect = () => Promise.resolve(void turns++);
    const answer = await ask(`${server.url}/5`, {}, { beforeRedirect });
    expect(answer.url.pathname).toBe('/0');
    expect(await read(answer)).toBe('there');
    expect(turns).toBe(5);
    await expect(ask(`${server.url}/6`)).rejects.toMatchObject({
      failure: 'content',
      message: expect.stringMatching(/more than 5 times/) as string,
    });
  });

  it('that leads to a private address is not followed', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(301, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
    );
    await expect(ask(server.url)).rejects.toMatchObject({
      failure: 'address',
      message: 'http://169.254.169.254/latest/meta-data/ is not an address of the public internet.',
    });
  });

  it('that leads to a name with a private address is not followed', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(307, { location: 'http://inside.example/' }).end(),
    );
    const answer = ask(
      server.url,
      {},
      { resolve: (_name, _options, done) => done(null, [{ address: '192.168.1.1', family: 4 }]) },
    );
    await expect(answer).rejects.toMatchObject({ failure: 'address' });
  });

  it('keeps secrets from other origins', async () => {
    const server = await serve((request, response) =>
      request.url === '/'
        ? response
            .writeHead(308, { location: `http://other.example:${new URL(server.url).port}/there` })
            .end()
        : response.end(),
    );
    const answer = await ask(
      server.url,
      { headers: { Authorization: 'Bearer geheim', 'X-API-Key': 'geheim', Cookie: 'geheim' } },
      { resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) },
    );
    await read(answer);
    expect(answer.url.hostname).toBe('other.example');
    expect(JSON.stringify(server.asked[0])).toContain('geheim');
    expect(JSON.stringify(server.asked[1])).not.toContain('geheim');
  });
});

describe('a private address', () => {
  it('is not connected to, whatever name leads there', async () => {
    const server = await serve((_request, response) => response.end());
    // A name that was public when it was checked, and is not any more: DNS rebinding.
    const answer = ask(
      `http://rebound.example:${new URL(server.url).port}/`,
      {},
      { rules: {}, resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) },
    );
    await expect(answer).rejects.toMatchObject({
      failure: 'address',
      message: 'rebound.example has the address 127.0.0.1, which is not one of the public internet.',
    });
    expect(server.asked).toEqual([]);
  });
});

describe('a status that is no answer', () => {
  it('is told with what to do and when to come back', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': '120' }).end('later'),
    );
    await expect(ask(`${server.url}/works?api_key=geheim&page=2`)).rejects.toMatchObject({
      failure: 'status',
      status: 429,
      message: `${server.url}/works?api_key=…&page=2 answered 429 (Too Many Requests).`,
      retryAt: new Date('2026-03-09T12:02:00Z'),
    });
  });

  it.each([300, 304, 400, 401, 404, 500, 599])('%i', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end());
    await expect(ask(server.url)).rejects.toMatchObject({ failure: 'status', status, retryAt: null });
  });
});

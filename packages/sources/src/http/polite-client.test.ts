import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Etiquette } from '../source.ts';
import { createHttpClient, type ClientOptions, type PoliteClient } from './polite-client.ts';
import { startServer, type LoopbackServer } from './testing/loopback-server.ts';
import { storedTurn } from './testing/stored-turn.ts';
import { virtualClock } from './testing/virtual-clock.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('delete from request_turns'));
afterAll(() => store.close());

const open: { servers: LoopbackServer[]; clients: PoliteClient[] } = { servers: [], clients: [] };
afterEach(async () => {
  await Promise.all(open.clients.map((client) => client.close()));
  await Promise.all(open.servers.map((server) => server.close()));
  open.servers = [];
  open.clients = [];
});

const etiquette: Etiquette = {
  scope: 'arxiv',
  interval: 3_000,
  perDay: null,
  rule: 'One request every three seconds, one connection.',
  terms: 'https://info.arxiv.org/help/api/tou.html',
};

async function setUp(handle: Parameters<typeof startServer>[0], standsStill?: () => boolean) {
  const clock = virtualClock(undefined, standsStill);
  const server = await startServer(handle);
  open.servers.push(server);
  const start = clock.now().getTime();
  return {
    clock,
    server,
    url: server.url,
    passed: () => clock.now().getTime() - start,
    row: () => storedTurn(store, 'arxiv'),
    client(changes: Partial<ClientOptions> = {}) {
      const client = createHttpClient({
        store,
        etiquette,
        clock,
        userAgent: 'Broadsheet/0.1 (test)',
        allowLoopback: true,
        random: () => 0.5,
        ...changes,
      });
      open.clients.push(client);
      return client;
    },
  };
}

const page = '<!doctype html><html><body>We will be back soon.</body></html>';
const tenMegabytes = (start: string) => start + ' '.repeat(10 * 2 ** 20);
const settled = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('clients of one service', () => {
  it('never ask at the same time, and keep the interval together', async () => {
    let asking = 0;
    // Who waits looks at the clock again and again; it stands still while the other one asks, so that what the server
    // sees is exact.
    let held = false;
    const watched: Pick<Store, 'query'> = {
      async query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]> {
        const rows = await store.query<Row & { taken?: number }>(sql, parameters);
        if (rows[0]?.taken === 1) held = true;
        if (sql.includes('set held_until = case')) held = false;
        return rows;
      },
    };
    const times: number[] = [];
    const handle = async (_request: unknown, response: ServerResponse) => {
      expect(++asking).toBe(1);
      times.push(passed());
      response.write('[1,');
      await new Promise((later) => setTimeout(later, 5));
      asking--;
      response.end('2]');
    };
    const { client, url, passed } = await setUp(handle, () => held);
    const ask = async () => {
      const one = client({ store: watched });
      for (let count = 0; count < 4; count++)
        expect(await (await one.request(url, { expect: 'json' })).json()).toEqual([1, 2]);
    };
    await Promise.all([ask(), ask()]);
    expect(times).toHaveLength(8);
    for (const [index, time] of times.entries())
      if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  it('wait for an answer that somebody still reads', async () => {
    let end = () => {};
    const { client, url, row, clock } = await setUp((_request, response, number) => {
      if (number > 1) return response.end('<feed/>');
      response.write(tenMegabytes('<feed>'));
      end = () => response.end('</feed>');
    });
    const answer = await client().request(url, { expect: 'xml' });
    const pieces = answer.bytes()[Symbol.asyncIterator]();
    await pieces.next();
    const other = client().request(url, { expect: 'xml' });
    await clock.sleep(30_000);
    expect((await row()).used).toBe(1);
    end();
    let length = 0;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) length += next.value.length;
    expect(length).toBeGreaterThan(9 * 2 ** 20);
    expect(await (await other).text()).toBe('<feed/>');
    expect(await row()).toMatchObject({ used: 2, held_by: null });
  });

  it('count the interval from when a request went out, however long its name took to be found', async () => {
    const times: number[] = [];
    const { client, clock, passed, server } = await setUp((_request, response) => {
      times.push(passed());
      response.end('{}');
    });
    const asking = client({
      resolve(_name, _options, done) {
        clock.advance(2_500);
        done(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    const url = `http://slow.example:${new URL(server.url).port}/`;
    for (let count = 0; count < 2; count++) await asking.request(url);
    expect(times).toEqual([2_500, 5_500]);
  });

  it('wait after a 429 that only one of them got', async () => {
    const { client, url, passed, server } = await setUp((_request, response, number) =>
      number === 1 ? response.writeHead(429, { 'retry-after': '600' }).end() : response.end('{}'),
    );
    const answers = [client(), client()].map((one) => one.request(url, { expect: 'json' }));
    await Promise.all(answers);
    expect(server.asked).toHaveLength(3);
    expect(passed()).toBeGreaterThanOrEqual(603_000);
  });
});

describe('a failure that may pass', () => {
  it.each<[string, Parameters<typeof startServer>[0]]>([
    ['a status', (_request, response) => response.writeHead(503).end()],
    ['a page of HTML with status 200', (_request, response) => response.end(page)],
    [
      'a page that is labelled JSON',
      (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(page),
    ],
    ['broken JSON', (_request, response) => response.end('{"papers": [')],
    ['an empty answer', (_request, response) => response.end()],
    ['a cut connection', (request) => void request.socket.destroy()],
    [
      'a cut body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 50 }).write('{"a"');
        setImmediate(() => response.destroy());
      },
    ],
  ])('is tried again after growing pauses: %s', async (_name, fail) => {
    const { client, url, clock, row } = await setUp((request, response, number) =>
      number < 4 ? fail(request, response, number) : response.end('{"a": 1}'),
    );
    const answer = await client().request(url, { expect: 'json' });
    expect(await answer.json()).toEqual({ a: 1 });
    // Half of 5, 10 and 20 seconds by `random`; the first one ends within the interval.
    expect(clock.slept).toEqual([3_000, 5_000, 10_000]);
    expect(await row()).toMatchObject({ used: 4, failures: 0, held_by: null });
  });

  it('is given up after five tries, and counts as one', async () => {
    const { client, url, server, row } = await setUp((_request, response) =>
      response.writeHead(500).end('api_key=geheim'),
    );
    const error = await settled(client().request(`${url}/?api_key=geheim`, { expect: 'json' }));
    expect(error).toMatchObject({ failure: 'status', status: 500 });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('geheim');
    expect(server.asked).toHaveLength(5);
    expect(await row()).toMatchObject({ failures: 1, held_by: null });
  });

  it('is given up when patience ends', async () => {
    const { client, url, server } = await setUp((_request, response) => response.writeHead(500).end());
    const impatient = client({ retries: { patience: 8_000 } });
    await settled(impatient.request(url));
    expect(server.asked).toHaveLength(3);
  });

  it('is not tried again when it will not pass', async () => {
    const { client, url, server, row } = await setUp((_request, response) => response.writeHead(400).end());
    expect(await settled(client().request(url))).toMatchObject({ failure: 'status', status: 400 });
    expect(server.asked).toHaveLength(1);
    expect(await row()).toMatchObject({ failures: 0, held_by: null });
  });

  it('ends at once when the service wants more than an hour, for everybody', async () => {
    const { client, url, server, clock } = await setUp((_request, response) =>
      response.writeHead(429, { 'retry-after': '7200' }).end(),
    );
    const retryAt = new Date(clock.now().getTime() + 7_200_000);
    expect(await settled(client().request(url))).toMatchObject({ failure: 'status', status: 429, retryAt });
    expect(await settled(client().request(url))).toMatchObject({ failure: 'resting', retryAt });
    expect(server.asked).toHaveLength(1);
  });
});

describe('a storm', () => {
  it('of 429 ends in rest, and the first answer ends that', async () => {
    let calm = false;
    const { client, url, server, clock } = await setUp((_request, response) =>
      calm ? response.end('{}') : response.writeHead(429, { 'retry-after': '60' }).end(),
    );
    const [one, two] = [client(), client()];
    for (let count = 0; count < 5; count++) {
      const asking = count % 2 === 0 ? one : two;
      expect(await settled(asking.request(url, { expect: 'json' }))).toMatchObject({ status: 429 });
    }
    expect(server.asked).toHaveLength(25);
    const resting = await settled(two.request(url));
    expect(resting).toMatchObject({
      failure: 'resting',
      retryAt: new Date(clock.now().getTime() + 300_000),
    });
    expect(server.asked).toHaveLength(25);
    calm = true;
    clock.advance(300_000);
    await one.request(url, { expect: 'json' });
    await two.request(url, { expect: 'json' });
  });
});

describe('the share of a day', () => {
  it('is shared, and renewed at midnight UTC', async () => {
    const { client, url, server, clock } = await setUp((_request, response) => response.end('{}'));
    const few = { etiquette: { ...etiquette, perDay: 3 } };
    const [one, two] = [client(few), client(few)];
    for (const asking of [one, two, one]) await asking.request(url);
    const retryAt = new Date('2026-03-10T00:00:00Z');
    expect(await settled(two.request(url))).toMatchObject({ failure: 'quota', retryAt });
    clock.advance(retryAt.getTime() - clock.now().getTime());
    await two.request(url);
    expect(server.asked).toHaveLength(4);
  });
});

describe('an address that is not public', () => {
  it('is refused before anybody is asked', async () => {
    const { client, url, row, server } = await setUp((_request, response) => response.end());
    for (const address of [url, 'http://169.254.169.254/', 'ftp://example.org/', 'nonsense']) {
      expect(await settled(client({ allowLoopback: false }).request(address))).toMatchObject({
        failure: 'address',
      });
    }
    await expect(row()).rejects.toThrow('Nobody has asked');
    expect(server.asked).toEqual([]);
  });

  it('is refused behind a name, once, and says nothing about the service', async () => {
    const { client, row } = await setUp(() => {});
    const asking = client({
      resolve: (_name, _options, done) => done(null, [{ address: '10.1.2.3', family: 4 }]),
    }).request('https://api.example.org/?token=geheim');
    const error = await settled(asking);
    expect(error).toMatchObject({ failure: 'address' });
    expect(inspect(error, { depth: 10 })).not.toContain('geheim');
    expect(await row()).toMatchObject({ used: 1, failures: 0, held_by: null });
  });
});

describe('an answer', () => {
  it('can be read again when it is whole', async () => {
    const { client, url } = await setUp((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json; charset=iso-8859-1' })
        .end(Buffer.from('{"name": "Gödel"}', 'latin1')),
    );
    const answer = await client().request(url, { expect: 'json' });
    expect(await answer.json()).toEqual({ name: 'Gödel' });
    expect(await answer.text()).toBe('{"name": "Gödel"}');
    expect(Buffer.concat(await Array.fromAsync(answer.bytes())).toString('latin1')).toBe('{"name": "Gödel"}');
    expect(answer).toMatchObject({ status: 200, url: `${url}/` });
  });

  it('with a status that was asked for is not held to be what was expected', async () => {
    const { client, url, row } = await setUp((_request, response) => response.writeHead(404).end(page));
    const answer = await client().request(url, { expect: 'json', statuses: [404] });
    expect([answer.status, await answer.text()]).toEqual([404, page]);
    await expect(answer.json()).rejects.toMatchObject({ failure: 'content', status: 404 });
    expect(await row()).toMatchObject({ failures: 0, held_by: null });
  });

  it('that still comes in is taken in when something else is asked', async () => {
    const { client, url, row } = await setUp((_request, response) => response.end(tenMegabytes('<feed/>')));
    const one = client();
    const first = await one.request(url, { expect: 'xml' });
    expect((await row()).held_by).not.toBeNull();
    const second = await one.request(url, { expect: 'xml' });
    expect((await first.text()).trim()).toBe('<feed/>');
    await expect(first.text()).rejects.toThrow('was read already');
    expect((await second.text()).trim()).toBe('<feed/>');
    expect(await row()).toMatchObject({ used: 2, held_by: null });
  });

  it('that is left frees its service', async () => {
    const { client, url, row } = await setUp((_request, response) => response.write(tenMegabytes('<feed>')));
    const answer = await client().request(url, { expect: 'xml' });
    const pieces = answer.bytes()[Symbol.asyncIterator]();
    await pieces.next();
    await pieces.return?.();
    expect(await row()).toMatchObject({ failures: 0, held_by: null });
  });

  it('that is cut while it is read is a failure of its service', async () => {
    const { client, url, row } = await setUp((_request, response) => {
      response.write(tenMegabytes('<feed>'), () => response.destroy());
    });
    const answer = await client().request(url, { expect: 'xml' });
    await expect(Array.fromAsync(answer.bytes())).rejects.toMatchObject({ failure: 'network' });
    expect(await row()).toMatchObject({ failures: 1, held_by: null });
  });

  it('of a redirect waits for its turn at each step', async () => {
    const { client, url, row, passed } = await setUp((request, response) =>
      request.url === '/' ? response.writeHead(301, { location: '/there' }).end() : response.end('<feed/>'),
    );
    const answer = await client().request(url, { expect: 'xml' });
    expect(answer.url).toBe(`${url}/there`);
    expect(passed()).toBe(3_000);
    expect((await row()).used).toBe(2);
  });
});

describe('an end', () => {
  it('comes at once, whatever is waited for', async () => {
    const { client, url, server } = await setUp(() => {});
    const control = new AbortController();
    const asking = client({ signal: control.signal }).request(url);
    const [closed, waiting] = [client(), client()].map((one) => ({ one, asking: one.request(url) }));
    while (server.asked.length === 0) await new Promise((later) => setTimeout(later, 1));
    await closed?.one.close();
    await expect(closed?.asking).rejects.toMatchObject({ failure: 'aborted' });
    control.abort();
    await expect(asking).rejects.toMatchObject({ failure: 'aborted' });
    await waiting?.one.close();
    await expect(waiting?.asking).rejects.toMatchObject({ failure: 'aborted' });
  });
});

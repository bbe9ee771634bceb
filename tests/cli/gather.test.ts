import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';
import { startSite } from '../support/site.ts';

const recorded = join(root, 'packages/papers/src/readers/fixtures/oai-arxivraw.xml');

let place: Place;
let arxiv: Server;
let asked: string[];
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
  asked = [];
  arxiv = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['user-agent']}`);
    response.writeHead(200, { 'content-type': 'text/xml' }).end(readFileSync(recorded));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => arxiv.once('listening', listening));
  const baseUrl = `http://127.0.0.1:${(arxiv.address() as AddressInfo).port}/oai`;
  writeFileSync(
    join(place.folder, 'broadsheet.config.ts'),
    `export default { contact: 'me@example.org', sources: { 'arxiv-oai': { baseUrl: '${baseUrl}', sets: ['cs'] } } };`,
    { mode: 0o600 },
  );
});
afterAll(async () => {
  arxiv.close();
  await place.leave();
});

const run = (parameters: string[], env: Record<string, string> = {}) =>
  runProgram(parameters, place, { env: { BROADSHEET_ALLOW_LOOPBACK: '1', ...env }, cwd: place.folder });

test('gather asks the sources that are on, and sources tells how they stand', async () => {
  const before = await run(['sources', '--json']);
  const rows = JSON.parse(before.stdout) as { name: string; on: boolean; state: unknown }[];
  expect(rows.find(({ name }) => name === 'arxiv-oai')).toMatchObject({ on: true, state: null });
  expect(rows.filter(({ on }) => on)).toHaveLength(1);

  const gathered = await run(['gather', '--json']);
  expect(JSON.parse(gathered.stdout)).toMatchObject([
    { source: 'arxiv-oai', records: 4, created: 4, failure: null, interrupted: false },
  ]);
  expect(asked[0]).toMatch(
    /^\/oai\?verb=ListRecords&metadataPrefix=arXivRaw&from=.*set=cs .*mailto:me@example\.org/,
  );
  expect((await run(['show', '2609.12825'])).stdout).toContain('SCDM');
  expect((await run(['sources'])).stdout).toMatch(
    /● arxiv-oai +last 0 min ago, 4 records, 4 new papers, next in/,
  );
});

test('gather arxiv takes sets and days from the command', async () => {
  asked.length = 0;
  const { code } = await run([
    'gather',
    'arxiv',
    '--from',
    '2005-09-16',
    '--until',
    '2005-09-20',
    '--sets',
    'stat',
  ]);
  expect(code).toBe(0);
  expect(asked[0]).toMatch(/from=2005-09-16&until=2005-09-20&set=stat/);
});

test.each([
  [['gather', 'nonsense'], {}, /There is no source “nonsense”[\s\S]+arxiv-feed/],
  [['gather', 'arxiv', '--from', 'yesterday'], {}, /“yesterday” is not a day/],
  [['sources'], { BROADSHEET_SOURCES: 'arxiv' }, /BROADSHEET_SOURCES/],
] as [string[], Record<string, string>, RegExp][])('%j says what is wrong', async (parameters, env, says) => {
  const { code, stderr } = await run(parameters, env);
  expect(stderr).toMatch(says);
  expect(code).toBe(2);
});

test('nothing on this machine is fetched unless that is allowed', async () => {
  asked.length = 0;
  const { code, stdout } = await run(['gather'], { BROADSHEET_ALLOW_LOOPBACK: '' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/127\.0\.0\.1/);
  expect(asked).toEqual([]);
});

test('the site gathers by itself', async () => {
  const there = await freshPlace(inject('loadedPlace'));
  const server = Boolean(process.env['DATABASE_URL']);
  asked.length = 0;
  const site = await startSite({ BROADSHEET_ALLOW_LOOPBACK: '1' }, there, place.folder);
  if (server) {
    // On a server, that is the workers' part.
    await expect.poll(() => site.log()).toContain('work');
  } else {
    const deadline = Date.now() + 60_000;
    let status = 0;
    while (status !== 200 && Date.now() < deadline) {
      status = (await fetch(`${site.url}/papers/2609.12825`)).status;
      await new Promise((wake) => setTimeout(wake, 250));
    }
    expect(status).toBe(200);
  }
  expect((await site.stop()).code).toBe(0);
});

import { expect, inject, test } from 'vitest';
import { join } from 'node:path';
import { freshPlace } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';
import { startSite } from '../support/site.ts';

test('a taken port is told at once, with a free one to use', async () => {
  const place = await freshPlace(inject('emptyPlace'));
  const { port } = new URL(inject('siteUrl'));
  const { code, stderr } = await runProgram(['start', '--port', port], place);
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is taken`);
  expect(stderr).toMatch(/npm start -- --port \d+/);
  await place.leave();
});

test('the site says where it is, takes papers in while it runs, limits, logs, and ends when its requests are done', async () => {
  const site = await startSite({ RATE_LIMIT_SEARCH: '5', RATE_LIMIT_API: '1000' });
  expect(site.log()).toContain(`Broadsheet is on ${site.url}`);
  expect(site.log()).toContain('Try next');

  const report = await runProgram(['import', join(root, 'tests/fixtures/library.bib'), '--json'], site.place);
  expect(JSON.parse(report.stdout)).toMatchObject([{ read: 3, rejected: 1 }]);
  expect((await fetch(`${site.url}/papers/2103.03230`)).status).toBe(200);

  const statuses: number[] = [];
  let refused: Response | undefined;
  for (let request = 0; request < 8; request++) {
    const response = await fetch(`${site.url}/search?q=barlow`);
    statuses.push(response.status);
    if (response.status === 429) refused = response;
  }
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(statuses.at(-1)).toBe(429);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await fetch(site.url)).status).toBe(200);

  const logged = site
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { requestId: string; path: string; status: number });
  expect(
    logged.some(
      ({ path, status, requestId }) => path === '/papers/2103.03230' && status === 200 && requestId !== '',
    ),
  ).toBe(true);
  expect(site.log()).not.toContain('q=barlow');

  // Asked for while it ends, the answer still comes whole.
  const running = fetch(`${site.url}/og/2608.19758.png`);
  await new Promise((wake) => setTimeout(wake, 30));
  site.signal('SIGTERM');
  expect((await running).status).toBe(200);
  expect((await site.ended).code).toBe(0);

  // All is there again at the next start, without loading anything anew.
  const again = await startSite({}, site.place);
  expect((await fetch(`${again.url}/papers/2103.03230`)).status).toBe(200);
  expect(again.log()).not.toContain('are loaded');
  await again.stop();
});

test('the sample can be removed and all else stays', async () => {
  const site = await startSite();
  await runProgram(['import', join(root, 'tests/fixtures/library.bib')], site.place);
  const { code, stdout } = await runProgram(['reset', '--sample'], site.place);
  expect(code).toBe(0);
  expect(stdout).toMatch(/3\d\d\d papers of the sample removed/);
  const home = await (await fetch(site.url)).text();
  expect(home).not.toContain('Part of these papers are a sample');
  expect(await (await fetch(`${site.url}/lists/first-edition`)).text()).toContain('62 papers');
  expect((await fetch(`${site.url}/papers/2103.03230`)).status).toBe(200);
  await site.stop();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '@broadsheet/papers';
import { listSourceStates } from '@broadsheet/sources';
import { expect, test } from 'vitest';
import { openArxiv } from '../replay/arxiv.ts';
import { politeness } from '../replay/politeness.ts';
import { randomPapers } from '../replay/random-papers.ts';
import { startReplay } from '../replay/replay-server.ts';
import { freshPlace } from '../support/fresh-place.ts';
import { ended, runProgram, spawnProgram } from '../support/program.ts';

test('work wants a server, or says what to do instead', async () => {
  const { code, stderr } = await runProgram(['work'], {
    env: { BROADSHEET_HOME: '/nowhere', DATABASE_URL: '' },
  });
  expect(stderr).toMatch(/broadsheet start/);
  expect(code).toBe(2);
});

test.runIf(process.env['DATABASE_URL'])(
  'three workers on one server bring every paper once, and are one polite client together',
  { timeout: 120_000 },
  async () => {
    const place = await freshPlace();
    const clock = { now: () => new Date(), sleep: (ms: number) => wait(ms), moveTo: () => {} };
    const replay = await startReplay({ clock });
    const week = 7 * 86_400_000;
    const from = new Date(Date.now() - week).toISOString();
    const papers = randomPapers({
      seed: 5,
      from,
      to: new Date(Date.now() - week / 2).toISOString(),
      count: 24,
      categories: ['cs.LG', 'cs.CV'],
    });
    const arxiv = openArxiv(replay, papers, { pageSize: 8 });
    writeFileSync(
      join(place.folder, 'broadsheet.config.ts'),
      `export default { sources: {
         'arxiv-oai': { baseUrl: '${arxiv.oai}', sets: ['cs'], from: '${from.slice(0, 10)}' },
         'arxiv-feed': { baseUrl: '${arxiv.feed}', categories: ['cs.LG', 'cs.CV'] } } };`,
      { mode: 0o600 },
    );
    const env = { BROADSHEET_ALLOW_LOOPBACK: '1' };
    const workers = [1, 2, 3].map(() => spawnProgram(['work'], place, env, place.folder));
    const ends = workers.map(ended);
    const store = await openStore({
      home: place.env['BROADSHEET_HOME'] ?? '',
      databaseUrl: place.env['DATABASE_URL'] ?? '',
    });
    try {
      const done = async () =>
        (await listSourceStates(store)).filter(({ succeededAt }) => succeededAt !== null).length;
      const deadline = Date.now() + 90_000;
      while ((await done()) < 2 && Date.now() < deadline) await wait(500);
      const states = await listSourceStates(store);
      expect(states.map(({ name, error }) => [name, error]).sort()).toEqual([
        ['arxiv-feed', null],
        ['arxiv-oai', null],
      ]);
      const rows = await store.query<{ value: string }>(
        `select value from identities where scheme = 'arxiv' order by value`,
      );
      expect(rows.map(({ value }) => value)).toEqual(papers.map(({ id }) => id).sort());
      const { together, closest, requests } = politeness(replay.log, 'arxiv');
      expect({ together, requests }).toEqual({ together: 1, requests: expect.any(Number) as number });
      expect(requests).toBeGreaterThan(3);
      // Two requests may be delayed differently on their way.
      expect(closest).toBeGreaterThan(2900);
    } finally {
      for (const worker of workers) worker.kill('SIGTERM');
      const results = await Promise.all(ends);
      expect(results.map(({ code, stderr }) => ({ code, stderr: code === 0 ? '' : stderr }))).toEqual(
        workers.map(() => ({ code: 0, stderr: '' })),
      );
      await store.close();
      await replay.close();
      await place.leave();
    }
  },
);

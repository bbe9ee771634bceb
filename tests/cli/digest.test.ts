import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { runProgram } from '../support/program.ts';

let place: Place;
beforeAll(async () => {
  place = await freshPlace(inject('loadedPlace'));
});
afterAll(() => place.leave());

const run = (...parameters: string[]) => runProgram(parameters, place, { cwd: place.folder });

test('digest preview shows the mail as text, HTML and JSON', async () => {
  const days = ['--since', '2026-08-01', '--until', '2026-08-20'];
  const text = await run('digest', 'preview', ...days, '--count', '3');
  expect(text.stdout).toMatch(/^Subject: Trending papers · 3 papers · top: /);
  expect(text.stdout).toContain('/papers/2608.');
  const html = await run('digest', 'preview', ...days, '--html', '--topic', 'language models');
  expect(html.stdout).toMatch(/^<!doctype html>/i);
  expect(html.stdout).not.toContain('<script');
  const json = await run('digest', 'preview', ...days, '--json', '--search', 'contrastive -graph');
  const { plan, digest } = JSON.parse(json.stdout) as {
    plan: { wish: object };
    digest: { entries: { why: string }[] };
  };
  expect(plan.wish).toEqual({ kind: 'search', value: 'contrastive -graph' });
  expect(digest.entries[0]?.why).toContain('matches contrastive');
});

test.each([
  [['digest', 'preview', '--since', 'yesterday'], /“yesterday” is not a day/],
  [['digest', 'preview', '--since', '2026-08-20', '--until', '2026-08-01'], /lies behind/],
  [['digest', 'preview', '--search', 'x', '--author', 'y'], /about one thing/],
  [['digest', 'preview', '--html', '--json'], /one of --html, --text and --json/],
  [['digest', 'preview', '--every', 'hour'], /day, weekday, week or month/],
  [['subscribers', 'import', 'no-such-file'], /There is no file no-such-file/],
  [['subscribers', 'import', '-', '--plan', '{'], /--plan is no JSON/],
  [['subscribers', 'import', '-', '--plan', '{"wish":{"kind":"moon"}}'], /--plan: wish/],
  [['bounces', 'no-such-file'], /There is no file no-such-file/],
])('%j says what is wrong', async (parameters, says) => {
  const { code, stderr } = await run(...parameters);
  expect(stderr).toMatch(says);
  expect(code).toBe(2);
});

test('subscribers come in, get their mail, and go out again', async () => {
  writeFileSync(join(place.folder, 'addresses.txt'), 'ada@example.org\n\nnobody\nBob@Example.org\n');
  const asked = await run('subscribers', 'import', 'addresses.txt');
  expect(asked.stdout).toContain('line 3: “nobody” is no mail address.');
  expect(asked.stdout).toContain('0 subscribed, 2 asked by mail, 0 known before, 1 rejected.');
  expect(asked.code).toBe(3);
  const consented = await run(
    'subscribers',
    'import',
    'addresses.txt',
    '--consent',
    'at the meeting',
    '--json',
  );
  expect(JSON.parse(consented.stdout)).toMatchObject({ begun: 2, asked: 0 });
  expect((await run('subscribers', 'list')).stdout).toMatch(
    /ada@example\.org +Trending papers {2}weekdays at 07:00 UTC[\s\S]+2 subscriptions of 2 addresses/,
  );
  const lines = (await run('subscribers', 'export')).stdout.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { address: string }).address)).toEqual([
    'ada@example.org',
    'Bob@example.org',
  ]);
  const sent = await run('digest', 'send', '--json');
  // The two confirmations that were asked for first; the digests are not due yet.
  expect(JSON.parse(sent.stdout)).toMatchObject({
    planned: { composed: 0, waiting: 0 },
    delivered: { sent: 2, failed: 0 },
  });
  const foreseen = await run('digest', 'send', '--dry-run');
  expect(foreseen.stdout).toContain('0 subscriptions are due. Nothing was sent.');
});

test('nothing goes to a mail server with links that lead nowhere', async () => {
  const { code, stderr } = await runProgram(['digest', 'send'], place, {
    env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'papers@example.org' },
    cwd: place.folder,
  });
  expect(stderr).toMatch(/SITE_URL is not set/);
  expect(code).toBe(1);
});

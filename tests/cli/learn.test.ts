import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activateEncoder, addEncoder, openStore } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';

let place: Place;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
});
afterAll(() => place.leave());

const run = (...parameters: string[]) => runProgram(['learn', ...parameters], place);

describe('used wrongly, learn says what to do instead', () => {
  test.each([
    [['nonsense'], 2, /too many arguments/],
    [['train', '--seed', 'x'], 2, /whole number/],
    [['train', '--resume'], 2, /no training to go on with/],
    [['train', '--resume', '--seed', '2'], 2, /by the flags of then/],
    [['train'], 1, /0 papers here.*\n.*import/],
    [['show'], 1, /No encoder is in use/],
    [['show', '7'], 2, /no encoder 7/],
    [['use'], 2, /Which encoder\?/],
    [['use', '7', '--pretrained', 'some/model'], 2, /one of them/],
    [['use', 'seven'], 2, /no encoder’s number/],
    [['use', '7'], 2, /no encoder 7/],
    [['use', '--pretrained', './no-such-folder'], 1, /no folder .*no-such-folder/],
    [['use', '--pretrained', 'some/model', '--pooling', 'max'], 2, /mean, cls or last_token/],
    [['rollback'], 1, /no encoder to go back to/],
  ] as const)('%j', async (parameters, expected, says) => {
    const { code, stderr, stdout } = await run(...parameters);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(code).toBe(expected);
  });

  test('as JSON where JSON was asked for', async () => {
    const { code, stderr } = await run('rollback', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { message: 'There is no encoder to go back to.' } });
  });
});

test('a setting that names a pre-trained model keeps others from being chosen, and is checked itself', async () => {
  const folder = join(place.folder, 'configured');
  mkdirSync(folder);
  const configured = (encoder: string) => {
    writeFileSync(join(folder, 'broadsheet.config.ts'), `export default { encoder: ${encoder} };`);
    return runProgram(['learn', 'rollback'], place, { cwd: folder });
  };
  expect((await configured(`'some/model'`)).stderr).toMatch(/wants some\/model/);
  const { code, stderr } = await configured(`{ model: './m', pooling: 'max' }`);
  expect(stderr).toMatch(/encoder in broadsheet\.config\.ts: pooling/);
  expect(code).toBe(2);
});

test('encoders are listed and shown, and one that does not open is not taken into use', async () => {
  const store = await openStore({
    home: place.env.BROADSHEET_HOME,
    databaseUrl: place.env.DATABASE_URL,
  });
  const check = {
    papers: 200,
    recallAt1: 0.5,
    recallAt10: 0.75,
    meanReciprocalRank: 0.6,
    rankMe: 90.5,
    alignment: 0.9,
    uniformity: -2.5,
  };
  const first = await addEncoder(store, {
    fingerprint: 'first',
    name: 'First',
    dimensions: 128,
    model: Uint8Array.of(1, 2, 3),
    about: { kind: 'trained', check },
  });
  const second = await addEncoder(store, {
    fingerprint: 'second',
    name: 'Second',
    dimensions: 64,
    model: Uint8Array.of(4),
    about: { of: 'a later release' },
  });
  await activateEncoder(store, first);
  await store.close();

  const list = (await run('list')).stdout.split('\n');
  expect(list[0]).toMatch(/^ {2,}\d+ +Second +made by another release, 64 numbers/);
  expect(list[1]).toMatch(/^\* +\d+ +First +trained, 128 numbers, 0 of 0 papers, 75\.0 % in the first ten/);
  expect(JSON.parse((await run('list', '--json')).stdout)).toMatchObject([
    { id: second, active: false },
    { id: first, active: true, papers: 0 },
  ]);
  const shown = (await run('show')).stdout;
  expect(shown).toContain('First), in use');
  expect(shown).toContain('200 held-out papers: 50.0 % first, 75.0 % in the first ten');
  expect((await run('show', String(second))).stdout).toContain('a later release');

  const { code, stderr } = await run('use', String(second));
  expect(code).toBe(1);
  expect(stderr).not.toBe('');
  expect(JSON.parse((await run('show', '--json')).stdout)).toMatchObject({ id: first, waiting: 0 });
});

test('every command of learn has examples', async () => {
  for (const command of ['train', 'list', 'show', 'use', 'rollback'])
    expect((await run(command, '--help')).stdout).toContain('Examples');
  expect((await runProgram(['completions', 'bash'], place, { cwd: root })).stdout).toContain('learn');
});

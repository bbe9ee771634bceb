import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { activateEncoder, addEncoder, openStore } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { ended, root, runProgram, spawnProgram } from '../support/program.ts';

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

test(
  'a pre-trained model takes over, and where its library is gone our own serves and papers wait for it',
  { timeout: 120_000 },
  async () => {
    const own = await freshPlace(inject('emptyPlace'));
    const folder = join(own.folder, 'operator');
    const library = join(folder, 'node_modules/@huggingface/transformers');
    mkdirSync(library, { recursive: true });
    // It stands for the real one, which fetches binaries when it is installed.
    writeFileSync(join(library, 'package.json'), '{"main": "index.cjs"}');
    writeFileSync(
      join(library, 'index.cjs'),
      `exports.pipeline = async () => async (texts) => ({
         data: Float32Array.from(texts.flatMap((text) => [text.length, 1, 0, 0, 0, 0, 0, 0])),
         dims: [texts.length, 8] });`,
    );
    const here = (...parameters: string[]) => runProgram(parameters, own, { cwd: folder });
    await here('import', join(root, 'tests/fixtures/library.bib'));
    const used = await here('learn', 'use', '--pretrained', 'some/model', '--json');
    expect(JSON.parse(used.stdout)).toMatchObject({
      encoded: 2,
      active: { name: 'some/model', dimensions: 8 },
    });

    rmSync(library, { recursive: true });
    writeFileSync(
      join(folder, 'more.bib'),
      '@article{x, title = {On the light of stars}, author = {Ada Lovelace}, year = 2020}',
    );
    const more = await here('import', 'more.bib');
    expect(more.stderr).toMatch(/some\/model\) does not open: .*not installed.*npm install/);
    expect(more).toMatchObject({ code: 0, stdout: expect.stringContaining('1 new paper') as string });
    expect(JSON.parse((await here('learn', 'show', '--json')).stdout)).toMatchObject({
      papers: 2,
      waiting: 1,
    });
    await own.leave();
  },
);

describe('on papers of a store', () => {
  let papers: Place;
  beforeAll(async () => {
    papers = await freshPlace(inject('emptyPlace'));
    await runProgram(['import', join(root, 'data/sample.jsonl.gz')], papers);
  });
  afterAll(() => papers.leave());
  const learn = (...parameters: string[]) => runProgram(['learn', ...parameters, '--json'], papers);
  const train = (...parameters: string[]) => learn('train', '--threads', '1', '--epochs', '1', ...parameters);
  const list = async () =>
    JSON.parse((await learn('list')).stdout) as {
      id: number;
      fingerprint: string;
      active: boolean;
      papers: number;
    }[];

  test(
    'an encoder is trained, checked, taken into use, succeeded, and gone back to',
    { timeout: 300_000 },
    async () => {
      const first = JSON.parse((await train('--seed', '1')).stdout) as {
        id: number;
        switched: boolean;
        encoded: number;
        check: { papers: number; recallAt10: number };
      };
      expect(first).toMatchObject({ switched: true, before: null, encoded: 3517 });
      expect(first.check.papers).toBeGreaterThan(200);
      // Of some 370 papers, ten at random would be right once in 37 times.
      expect(first.check.recallAt10).toBeGreaterThan(0.3);

      const second = JSON.parse((await train('--seed', '2', '--force')).stdout) as { id: number };
      expect(second).toMatchObject({ switched: true, before: { id: first.id } });
      expect(JSON.parse((await learn('rollback')).stdout)).toMatchObject({ active: { id: first.id } });
      expect((await list()).map(({ id, active, papers: some }) => [id, active, some])).toEqual([
        [second.id, false, 3517],
        [first.id, true, 3517],
      ]);

      // What is new is encoded by the command that brings it.
      const more = await runProgram(['import', join(root, 'tests/fixtures/library.bib')], papers);
      expect(more.stdout).toContain('2 new papers');
      expect((await list())[1]?.papers).toBe(3519);
    },
  );

  test(
    'a training that is interrupted or killed goes on to the same encoder',
    { timeout: 300_000 },
    async () => {
      const known = new Set((await list()).map(({ fingerprint }) => fingerprint));
      const inUse = (await list()).filter(({ active }) => active);
      const resumes = expect.stringMatching(/--resume goes on/) as string;
      const begun = join(papers.env.BROADSHEET_HOME, 'learn/training.json');
      for (const signal of ['SIGINT', 'SIGKILL'] as const) {
        const flags =
          signal === 'SIGINT' ? ['--seed', '3', '--epochs', '10', '--threads', '1'] : ['--resume'];
        const child = spawnProgram(['learn', 'train', ...flags], papers);
        const end = ended(child);
        while (!existsSync(begun) && child.exitCode === null) await wait(50);
        await wait(1_500);
        child.kill(signal);
        const { code, stderr } = await end;
        if (signal === 'SIGINT') expect({ code, stderr }).toMatchObject({ code: 130, stderr: resumes });
        expect((await list()).filter(({ active }) => active)).toEqual(inUse);
      }
      const resumed = await learn('train', '--resume', '--force');
      expect(JSON.parse(resumed.stdout)).toMatchObject({ switched: true });
      const [made] = (await list()).filter(({ fingerprint }) => !known.has(fingerprint));
      expect(made?.active).toBe(true);
      await learn('rollback');
      await learn('train', '--seed', '3', '--epochs', '10', '--threads', '1', '--force');
      expect((await list()).filter(({ active }) => active)).toMatchObject([
        { fingerprint: made?.fingerprint },
      ]);
    },
  );
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';

const library = join(root, 'tests/fixtures/library.bib');

let place: Place;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
});
afterAll(() => place.leave());

const run = (...parameters: string[]) => runProgram(parameters, place);

describe('used wrongly, the program says what to do instead and ends with 2', () => {
  test.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['serch', 'x'], /Did you mean search/],
    [['search'], /missing required argument/],
    [['search', 'x', '--limit', 'many'], /limit/],
    [['search', 'x', '--sort', 'best'], /relevance/],
    [['import', 'no-such-file.bib'], /There is no file no-such-file\.bib/],
    [['import', '.'], /is a folder/],
    [['today', '--date', 'yesterday'], /“yesterday” is not a day/],
    [['start', '--port', '99999999'], /is not a port/],
    [['reset'], /--sample or --all/],
    [['completions', 'tcsh'], /bash/],
  ])('%j', async (parameters, says) => {
    const { code, stderr, stdout } = await run(...parameters);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('as JSON where JSON was asked for', async () => {
    const { code, stderr } = await run('import', 'no-such-file.bib', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { message: 'There is no file no-such-file.bib.' } });
  });
});

test('help has examples and exit codes, on every command', async () => {
  const { code, stdout } = await run('help');
  expect(code).toBe(0);
  expect(stdout).toContain('Exit codes');
  const commands =
    'start import ingest search today trending show export backup restore reset doctor bench'.split(' ');
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  expect((await run('import', '--help')).stdout).toContain('Examples');
});

test('files of papers are taken in; what is wrong in them is told and kept', async () => {
  const { code, stdout } = await run('import', library);
  expect(stdout).toContain('3 records read: 2 new papers');
  expect(stdout).toMatch(/library\.bib, .*title/);
  expect(code).toBe(3);
  const rejects = await run('ingest', '--rejects', '--json');
  expect(JSON.parse(rejects.stdout)).toMatchObject([{ origin: 'library.bib', field: 'title' }]);
});

test('the same file again, packed and through a pipe, changes nothing', async () => {
  const { stdout } = await runProgram(['import', '-', '--json'], place, {
    input: gzipSync(readFileSync(library)),
  });
  expect(JSON.parse(stdout)).toMatchObject([{ file: '-', created: 0, unchanged: 2, rejected: 1 }]);
});

test('papers are found and shown in every form', async () => {
  const found = JSON.parse((await run('search', 'barlow', 'twins', '--json')).stdout) as {
    hits: { paper: { key: string } }[];
  };
  expect(found.hits[0]?.paper.key).toBe('2103.03230');
  expect((await run('search', 'barlow')).stdout).toContain('Jure Zbontar');
  const show = async (form: string) => (await run('show', 'arXiv:2103.03230v3', '--format', form)).stdout;
  expect(await show('text')).toContain('https://arxiv.org/abs/2103.03230');
  expect(await show('bibtex')).toMatch(/^@inproceedings\{/);
  expect(await show('ris')).toMatch(/^TY {2}- /);
  expect(JSON.parse(await show('csl'))).toMatchObject([
    { title: expect.stringContaining('Barlow Twins') as string },
  ]);
  expect(await show('markdown')).toMatch(/^# Barlow Twins/);
  const missing = await run('show', '9999.99999');
  expect([missing.code, missing.stderr]).toEqual([
    1,
    expect.stringContaining('No paper here is called 9999.99999'),
  ]);
});

test('everything can be taken out in open formats and read back elsewhere', async () => {
  const lines = await run('export');
  expect(
    lines.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { title: string }).title).length,
  ).toBe(2);
  const file = join(place.folder, 'out.bib');
  await run('export', '--format', 'bibtex', '--out', file);
  expect(readFileSync(file, 'utf8')).toContain('Barlow');
  const other = await freshPlace(inject('emptyPlace'));
  const copy = join(place.folder, 'out.jsonl');
  writeFileSync(copy, lines.stdout);
  expect((await runProgram(['import', copy], other)).stdout).toContain('2 new papers');
  expect((await runProgram(['show', '2103.03230', '--format', 'bibtex'], other)).stdout).toBe(
    (await run('show', '2103.03230', '--format', 'bibtex')).stdout,
  );
  await other.leave();
});

test('the doctor finds a healthy store, and completions know every command', async () => {
  const findings = JSON.parse((await run('doctor', '--json')).stdout) as { check: string; state: string }[];
  expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(findings.map(({ check }) => check)).toContain('store');
  for (const shell of ['bash', 'zsh', 'fish'])
    expect((await run('completions', shell)).stdout).toContain('trending');
});

test('nothing is removed without a yes', async () => {
  const { code, stderr } = await run('reset', '--all');
  expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')]);
  expect((await run('reset', '--all', '--yes')).code).toBe(0);
  expect((await run('search', 'barlow')).stdout).toContain('Nothing matches');
});

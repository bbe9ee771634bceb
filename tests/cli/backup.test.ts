import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openStore } from '@broadsheet/papers';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';
import { freePort } from '../support/site.ts';

let place: Place;
let file: string;
let exported: string;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
  await runProgram(['import', join(root, 'tests/fixtures/library.bib')], place);
  const store = await openStore(open(place));
  await store.query(`insert into vote_events (paper_id, voter, delta) select id, 'a reader', 1 from papers`);
  await store.close();
  file = join(place.folder, 'papers.broadsheet.gz');
  expect(await runProgram(['backup', file], place)).toMatchObject({ code: 0 });
  exported = (await runProgram(['export'], place)).stdout;
});
afterAll(() => place.leave());

function open({ env }: Pick<Place, 'env'>) {
  return { home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' };
}

/** What a store holds, without what each store makes for itself. */
async function contents(where: Pick<Place, 'env'>): Promise<unknown> {
  const store = await openStore(open(where));
  try {
    return {
      papers: await store.query(
        'select id, title, abstract, authors, categories, venue, provenance from papers order by id',
      ),
      identities: await store.query('select * from identities order by scheme, value'),
      votes: await store.query('select * from vote_events order by id'),
      rejects: await store.query('select source, position, field, reason from rejects order by id'),
    };
  } finally {
    await store.close();
  }
}

test('a backup comes back in an empty store, with all there was', async () => {
  const other = await freshPlace(inject('emptyPlace'));
  expect(await runProgram(['restore', file], other)).toMatchObject({ code: 0 });
  expect(await contents(other)).toEqual(await contents(place));
  expect((await runProgram(['export'], other)).stdout).toBe(exported);
  const again = await runProgram(['restore', file], other);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--force')]);
  expect(await runProgram(['restore', file, '--force'], other)).toMatchObject({ code: 0 });
  // New papers take ids of their own.
  const bib = '@misc{x, title={A paper after the restore}, author={One, Some}, year={2024}}';
  expect((await runProgram(['import', '-'], other, { input: bib })).stdout).toContain('1 new paper');
  await other.leave();
});

test('a backup comes back on the other kind of database, over the wire', async () => {
  const pglite = await PGlite.create('memory://');
  const port = await freePort();
  const server = new PGLiteSocketServer({ db: pglite, host: '127.0.0.1', port, maxConnections: 16 });
  await server.start();
  const wire = {
    env: { DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`, BROADSHEET_HOME: place.folder },
  };
  expect(await runProgram(['restore', file], wire)).toMatchObject({ code: 0 });
  expect(await contents(wire)).toEqual(await contents(place));
  await server.stop();
  await pglite.close();
});

test('a damaged or foreign file changes nothing', async () => {
  const other = await freshPlace(inject('emptyPlace'));
  const whole = readFileSync(file);
  const cut = join(place.folder, 'cut.gz');
  writeFileSync(cut, whole.subarray(0, whole.length / 2));
  const foreign = join(place.folder, 'foreign.gz');
  writeFileSync(foreign, 'no backup');
  for (const bad of [cut, foreign, join(place.folder, 'none.gz')]) {
    const { code, stderr } = await runProgram(['restore', bad], other);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^broadsheet: .+\n {2}.+/);
  }
  expect((await runProgram(['search', 'barlow'], other)).stdout).toContain('Nothing matches');
  await other.leave();
});

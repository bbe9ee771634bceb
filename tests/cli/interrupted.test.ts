import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { openStore } from '@broadsheet/papers';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { ended, root, runProgram, spawnProgram } from '../support/program.ts';

const sample = join(root, 'data/sample.jsonl.gz');

/** What an import leaves in the store, whatever ids it was given. */
async function fingerprint({ env }: Place): Promise<{ papers: number; records: number; digest: string }> {
  const store = await openStore({
    home: env['BROADSHEET_HOME'] ?? '',
    databaseUrl: env['DATABASE_URL'] ?? '',
  });
  try {
    const [count] = await store.query<{ papers: number; records: number }>(
      'select (select count(*)::int from papers) as papers, (select count(*)::int from records) as records',
    );
    const rows = await store.query<{ row: string }>(
      `select row_to_json(r)::text as row from
        (select title, abstract, authors, categories, venue, links,
          (select array_agg(scheme || ':' || value order by scheme, value) from identities i where i.paper_id = p.id) as names
          from papers p order by title, abstract, 7) r`,
    );
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(`${row}\n`);
    return { papers: count?.papers ?? 0, records: count?.records ?? 0, digest: hash.digest('hex') };
  } finally {
    await store.close();
  }
}

test('an import that is killed at any point is completed by the next, with nothing lost or doubled', async () => {
  const whole = await freshPlace(inject('emptyPlace'));
  await runProgram(['import', sample], whole);
  const expected = await fingerprint(whole);
  expect(expected.papers).toBeGreaterThan(3400);

  const place = await freshPlace();
  for (const patience of [600, 1500, 2200]) {
    const child = spawnProgram(['import', sample], place);
    const end = ended(child);
    setTimeout(() => child.kill('SIGKILL'), patience);
    await end;
  }
  expect(await runProgram(['import', sample], place)).toMatchObject({ stderr: '' });
  expect(await fingerprint(place)).toEqual(expected);
  await Promise.all([whole.leave(), place.leave()]);
});

const goOn = 'run the same command again to go on';

test('Ctrl-C ends an import with 130 and says how to go on', async () => {
  const place = await freshPlace();
  const child = spawnProgram(['import', sample], place);
  const end = ended(child);
  setTimeout(() => child.kill('SIGINT'), 2500);
  const { code, signal, stdout } = await end;
  // A quick machine may be done before, a slow one may still be opening the store.
  if (code === 130) expect(stdout).toContain(goOn);
  else expect(signal ?? code).toBeOneOf([0, 'SIGINT']);
  expect((await runProgram(['import', sample], place)).code).toBe(0);
  await place.leave();
});

test('Ctrl-C after the last record, while papers are ranked and encoded, says it too', async () => {
  const place = await freshPlace();
  const child = spawnProgram(['import', sample], place);
  const end = ended(child);
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { code, stdout } = await end;
  expect(stdout).toContain('records read');
  expect(code).toBe(130);
  expect(stdout).toContain(goOn);
  await place.leave();
});

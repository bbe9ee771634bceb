import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore, StoreError } from './open.ts';
import { makeTestDatabase, openTestStore } from './testing.ts';

const home = mkdtempSync(join(tmpdir(), 'broadsheet-store-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the store', () => {
  it('gives the same types on every kind of database', async () => {
    const store = await openTestStore();
    const [row] = await store.query<{
      id: number;
      day: string;
      at: Date;
      list: string[];
      doc: { a: number };
    }>(
      `select 7::bigint as id, date '2026-03-09' as day, timestamptz '2026-03-09 00:00Z' as at,
              array['a','b'] as list, $1::jsonb as doc`,
      [JSON.stringify({ a: 1 })],
    );
    expect(row).toEqual({
      id: 7,
      day: '2026-03-09',
      at: new Date('2026-03-09T00:00:00Z'),
      list: ['a', 'b'],
      doc: { a: 1 },
    });
    await store.close();
  });

  it('undoes a transaction that throws', async () => {
    const store = await openTestStore();
    const work = store.transaction(async ({ query }) => {
      await query(`insert into facts values ('k', '1')`);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await store.query(`select * from facts where key = 'k'`)).toEqual([]);
    await store.close();
  });

  it('says what is wrong with an address, without the password', async () => {
    await expect(openStore({ databaseUrl: 'nonsense' })).rejects.toThrow(StoreError);
    const refused = openStore({ databaseUrl: 'postgres://me:secret@127.0.0.1:1/x' });
    await expect(refused).rejects.toThrow(/me@127\.0\.0\.1:1/);
    await expect(refused).rejects.not.toThrow(/secret/);
  });

  it('keeps its data, and takes over a lock whose owner is gone', async () => {
    const first = await openStore({ home, databaseUrl: '' });
    await first.query(`insert into facts values ('kept', '"yes"')`);
    await first.close();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(home, 'lock'), '999999999\n');
    const second = await openStore({ home, databaseUrl: '' });
    expect(await second.query(`select * from facts where key = 'kept'`)).toEqual([
      { key: 'kept', value: 'yes' },
    ]);
    await second.close();
  });

  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  it.runIf(databaseUrl)('is prepared once by programs that start on a new server together', async () => {
    const made = await makeTestDatabase(databaseUrl);
    const opening = Array.from({ length: 8 }, () => openStore({ databaseUrl: made.url }));
    const ends = await Promise.allSettled(opening);
    for (const end of ends) if (end.status === 'fulfilled') await end.value.close();
    await made.drop();
    expect(ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual([]);
  });
});

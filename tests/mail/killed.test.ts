import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore, type Store } from '@broadsheet/papers';
import { makeTestDatabase } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSmtpInbox, type SmtpInbox } from './smtp-inbox.ts';

/** Ten thousand with `MAILS=10000`; fewer by default, so that the test takes seconds. */
const count = Number(process.env['MAILS'] ?? 600);
const kills = 3;

let inbox: SmtpInbox;
let env: Record<string, string | undefined>;
let leave: () => Promise<void>;

beforeAll(async () => {
  inbox = await startSmtpInbox({ light: true });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-killed-'));
  const server = process.env['DATABASE_URL'];
  const database = server ? await makeTestDatabase(server) : null;
  env = { ...process.env, BROADSHEET_HOME: home, DATABASE_URL: database?.url ?? '' };
  leave = async () => {
    await inbox.close();
    await database?.drop();
    rmSync(home, { recursive: true, force: true });
  };
});
afterAll(() => leave());

const open = (): Promise<Store> =>
  openStore({ home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' });

/** Begins to deliver, and resolves once it does. */
async function startWorker(): Promise<{ child: ChildProcess; output: () => string; end: Promise<unknown> }> {
  const script = fileURLToPath(new URL('delivery-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, inbox.url], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = once(child, 'close');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('delivering') && child.exitCode === null) await pause(10);
  return { child, output: () => output, end };
}

test(
  'a worker killed anywhere, and started again, sends no mail twice and loses none',
  async () => {
    const store = await open();
    await store.query(
      `insert into mails (kind, address, address_key, domain, created_at, next_try_at)
     select 'links', a, a, 'd' || n % 50 || '.example', now(), now()
       from generate_series(1, $1::int) n, lateral (select 'r' || n || '@d' || n % 50 || '.example') as t(a)`,
      [count],
    );
    await store.close();

    for (let kill = 0; kill < kills; kill++) {
      const before = inbox.mails.length;
      const { child, end } = await startWorker();
      // Somewhere in the midst of it: after so many mails, and some moment more.
      const until = before + (count / (kills + 2)) * Math.random();
      while (inbox.mails.length <= until && child.exitCode === null) await pause(1);
      await pause(Math.random() * 10);
      child.kill('SIGKILL');
      await end;
    }
    // The mails of the killed are looked after when their lease is over.
    await pause(2_500);
    const { output, end } = await startWorker();
    await end;
    expect(output()).toContain('"stopped":null');

    const after = await open();
    const rows = await after.query<{ address: string; state: string }>('select address, state from mails');
    await after.close();
    const received = new Map<string, number>();
    for (const { to } of inbox.mails) received.set(to, (received.get(to) ?? 0) + 1);
    const times = (address: string) => received.get(address) ?? 0;
    const unknown = rows.filter(({ state }) => state === 'unknown');
    console.log(
      `${count} mails, ${kills} kills: ${unknown.length} unknown, of which ${unknown.filter(({ address }) => times(address) === 1).length} had arrived`,
    );
    expect(rows.filter(({ address }) => times(address) > 1)).toEqual([]);
    expect(rows.filter(({ state, address }) => state === 'sent' && times(address) !== 1)).toEqual([]);
    expect(rows.filter(({ state }) => state !== 'sent' && state !== 'unknown')).toEqual([]);
    // At most one for each connection and kill.
    expect(unknown.length).toBeLessThanOrEqual(kills * 4);
  },
  120_000 + count * 50,
);

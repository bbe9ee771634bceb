import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  activeEncoder,
  countTextsToEncode,
  countUnencodedTexts,
  openStore,
  type Store,
} from '@broadsheet/papers';
import { makeTestDatabase } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { somePapers, takePapers } from './fixtures/take-papers.ts';

let env: Record<string, string | undefined>;
let leave: () => Promise<void>;
beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-learn-'));
  const server = process.env['DATABASE_URL'];
  const database = server ? await makeTestDatabase(server) : null;
  env = { ...process.env, BROADSHEET_HOME: home, DATABASE_URL: database?.url ?? '' };
  leave = async () => {
    await database?.drop();
    rmSync(home, { recursive: true, force: true });
  };
});
afterAll(() => leave());

async function look<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({
    home: env['BROADSHEET_HOME'] ?? '',
    databaseUrl: env['DATABASE_URL'] ?? '',
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function learn(seed: number, step?: string): Promise<{ signal: unknown; output: string }> {
  const script = fileURLToPath(new URL('fixtures/learn-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(seed), ...(step === undefined ? [] : [step])], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { signal, output };
}

/** Which encoder is in use, and how many papers it has no vector of. */
const state = () =>
  look(async (store) => {
    const active = await activeEncoder(store);
    if (active === null) return null;
    return { name: active.name, missing: await countUnencodedTexts(store, active.id) };
  });

test(
  'a new version killed at any step leaves the old encoder in use with all its vectors, or the new one with all of its',
  { timeout: 180_000 },
  async () => {
    await look((store) => takePapers(store, somePapers(600)));
    expect((await learn(1)).output).toMatch(/"switched":true,"encoded":600/);
    for (const step of ['trained', 'added', 'encoding', 'encoded']) {
      expect(await learn(2, step), step).toMatchObject({ signal: 'SIGKILL', output: '' });
      expect(await state(), step).toEqual({ name: 'Words 1', missing: 0 });
    }
    // Killed behind the switch it is done, but for tidying up.
    expect((await learn(2, 'switched')).signal).toBe('SIGKILL');
    expect(await state()).toEqual({ name: 'Words 2', missing: 0 });
    expect((await learn(2)).output).toMatch(/"switched":true,"encoded":0/);
    expect(await look(countTextsToEncode)).toBe(0);
  },
);

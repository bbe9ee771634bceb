import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../store/index.ts';
import { openTestStore } from '../store/testing.ts';
import { findRun, listRuns, saveRun, type StoredRun } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const run = (id: string, method: string, day: number): StoredRun => ({
  id,
  kind: 'run',
  hash: 'abc',
  method,
  data: 'digits',
  encoder: 'resnet',
  seed: 4_294_967_295,
  startedAt: new Date(Date.UTC(2026, 2, day)),
  seconds: 1.5,
  metrics: { linearProbe: 0.75 },
  record: { method, curve: [1, 2] },
});

test('runs are kept as they are, listed the newest first, and found by the beginning of their id', async () => {
  const [older, newer] = [run('aa-1', 'simclr', 1), run('aa-2', 'barlow-twins', 2)];
  await saveRun(store, older);
  await saveRun(store, newer);
  // A record is never changed by another that says it is the same.
  await saveRun(store, { ...older, seconds: 9 });
  const { record, ...listed } = older;
  expect(await listRuns(store)).toMatchObject([{ id: 'aa-2' }, listed]);
  expect(await listRuns(store, { method: 'simclr' })).toEqual([listed]);
  expect(await listRuns(store, { data: 'cifar10' })).toEqual([]);
  expect(await listRuns(store, { hash: 'abc' })).toHaveLength(2);
  expect(await listRuns(store, { hash: 'abd' })).toEqual([]);
  expect(await listRuns(store, { limit: 1 })).toHaveLength(1);
  expect(await findRun(store, 'aa-1')).toEqual({ ...listed, record });
  expect(await findRun(store, 'aa-')).toBeNull();
  expect(await findRun(store, 'bb')).toBeNull();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Started } from './page/start-wasm.ts';
import { callIn, openBrowser, type Pages } from './pages.ts';
import { servePackage } from './serve-package.ts';

let browser: Pages;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());

/** Starts WebAssembly in a new page and computes there. */
async function startIn(isolated: boolean, threads: number, relaxedSimd: boolean): Promise<Started> {
  const served = await servePackage(isolated);
  try {
    return await callIn(
      await browser.open(served.address),
      'start-wasm.ts',
      'startWasm',
      threads,
      relaxedSimd,
    );
  } finally {
    await served.close();
  }
}

test('a page that is cut off from other origins computes with threads', async () => {
  const started = await startIn(true, 2, true);
  expect(started).toMatchObject({ isolated: true, threads: 2, build: 'fused' });
  expect(started.distance).toBeLessThan(1e-3);
});

test('any other page computes with one', async () => {
  const started = await startIn(false, 2, true);
  expect(started).toMatchObject({ isolated: false, threads: 1, build: 'fused' });
  expect(started.distance).toBeLessThan(1e-3);
});

test('where there is no relaxed SIMD the plain build does it', async () => {
  const started = await startIn(true, 2, false);
  expect(started).toMatchObject({ threads: 2, build: 'plain' });
  expect(started.distance).toBeLessThan(1e-3);
});

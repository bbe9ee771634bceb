import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { useBrowser } from '../support/open-page.ts';

const open = useBrowser();

interface Weighed {
  scripts: number;
  bytes: number;
  requests: number;
}

/** The same budgets as docs/architecture.md states. */
const most = { scripts: 60_000, bytes: 400_000, requests: 30, largestPaintMilliseconds: 2500, shift: 0.02 };

test.each(['/', '/trending', '/search?q=contrastive', '/papers/2608.19758', '/methods', '/methods/simclr'])(
  '%s stays within its budget',
  async (path) => {
    const { page } = await open('/about');
    const weighed: Weighed = { scripts: 0, bytes: 0, requests: 0 };
    const bodies: Promise<void>[] = [];
    page.on('response', (response) => {
      bodies.push(
        response.body().then(
          (body) => {
            const size = gzipSync(body).length;
            weighed.requests++;
            weighed.bytes += size;
            if (response.request().resourceType() === 'script') weighed.scripts += size;
          },
          () => {},
        ),
      );
    });
    await page.context().clearCookies();
    const client = await page.context().newCDPSession(page);
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.addInitScript(() => {
      const seen = { paint: 0, shift: 0 };
      (globalThis as unknown as { seen: typeof seen }).seen = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.paint = entry.startTime;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        })[])
          if (!entry.hadRecentInput) seen.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    await Promise.all(bodies);
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { paint: number; shift: number } }).seen,
    );
    expect(weighed.scripts).toBeGreaterThan(0);
    expect(weighed.scripts).toBeLessThan(most.scripts);
    expect(weighed.bytes).toBeLessThan(most.bytes);
    expect(weighed.requests).toBeLessThan(most.requests);
    expect(seen.paint).toBeGreaterThan(0);
    expect(seen.paint).toBeLessThan(most.largestPaintMilliseconds);
    expect(seen.shift).toBeLessThan(most.shift);
  },
);

test('printing leaves the text and drops the furniture', async () => {
  const { page } = await open('/papers/2608.19758');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.abstract').isVisible()).toBe(true);
  for (const part of ['.sections', '.ears', '.footer', '.side'])
    expect(await page.locator(part).first().isVisible()).toBe(false);
});

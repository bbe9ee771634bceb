import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser } from '../support/open-page.ts';

const open = useBrowser();

/** The quickest run that there is: steps of some milliseconds. */
async function settle(page: Page, { epochs, batch }: { epochs: number; batch: number }): Promise<void> {
  await page.getByText('Encoder, batch, and what').click();
  await page.getByRole('combobox', { name: 'Encoder' }).selectOption('mlp');
  await page.getByLabel('Digits in a batch').fill(String(batch));
  await page.getByLabel('Epochs').fill(String(epochs));
}

const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true });
const standing = (page: Page, place = 0) => page.locator('.standing').nth(place);
const stepOf = async (page: Page): Promise<number> =>
  Number(/step (\d+)/.exec((await standing(page).textContent()) ?? '')?.[1] ?? 0);

test('a method learns in the page, on threads, and can be paused, taken up and stopped', async () => {
  const { page, errors } = await open('/methods/simclr');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await settle(page, { epochs: 60, batch: 64 });
  await run(page).click();
  await standing(page)
    .filter({ hasText: /step \d/ })
    .waitFor();
  const article = page.locator('article.run');
  await article.getByText(/steps? (a second)|s a step/).waitFor();
  await article.getByRole('table').filter({ hasText: 'k-NN accuracy' }).waitFor();
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  if (cores > 1) await article.getByText(/on \d threads/).waitFor();

  await page.getByRole('button', { name: 'Pause' }).click();
  await standing(page).filter({ hasText: 'Paused' }).waitFor();
  const paused = await stepOf(page);
  await page.waitForTimeout(700);
  expect(await stepOf(page)).toBe(paused);

  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForFunction(
    (before) =>
      Number(/step (\d+)/.exec(document.querySelector('.standing')?.textContent ?? '')?.[1]) > before,
    paused,
  );
  await page.getByRole('button', { name: 'Stop' }).click();
  await standing(page).filter({ hasText: 'Stopped' }).waitFor();
  // What was seen stays, and another run can begin.
  expect(await page.locator('canvas').count()).toBeGreaterThan(10);
  await page.getByRole('button', { name: 'Run again' }).waitFor();
  expect(errors).toEqual([]);
});

test('the map is drawn, its classes can be pointed out, and it is told in numbers', async () => {
  const { page } = await open('/methods/simclr');
  await settle(page, { epochs: 1, batch: 256 });
  await run(page).click();
  await standing(page).filter({ hasText: 'Done' }).waitFor();
  const inked = (): Promise<number> =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let ink = 0;
      for (let i = 3; i < pixels.length; i += 4) ink += pixels[i] ?? 0;
      return ink;
    });
  await page.waitForTimeout(1200);
  const all = await inked();
  expect(all).toBeGreaterThan(0);
  await page.getByRole('button', { name: '3', exact: true }).click();
  await page.waitForTimeout(100);
  expect(await inked()).toBeLessThan(all);
  await page.getByText('The map in numbers').click();
  const numbers = page.getByRole('table').filter({ hasText: 'Mixes most with' });
  await numbers.waitFor();
  expect(await numbers.getByRole('row').count()).toBe(11);
});

test('the same seed gives the same figures again', async () => {
  const { page } = await open('/methods/barlow-twins');
  await settle(page, { epochs: 1, batch: 256 });
  const figures = async (): Promise<string[]> => {
    await standing(page).filter({ hasText: 'Done, step 25 of 25' }).waitFor();
    return page.locator('.measured td.now').allTextContents();
  };
  await run(page).click();
  const first = await figures();
  expect(first).toHaveLength(3);
  await page.getByRole('button', { name: 'Run again' }).click();
  await standing(page).filter({ hasNotText: 'Done' }).waitFor();
  expect(await figures()).toEqual(first);
});

test('two methods learn in turns, side by side, and all of it is accessible', async () => {
  const opened = await open('/methods/simclr', checked);
  const { page } = opened;
  await settle(page, { epochs: 1, batch: 256 });
  await page.getByLabel('Compare with').selectOption('barlow-twins');
  await run(page).click();
  for (const place of [0, 1]) await standing(page, place).filter({ hasText: 'Done' }).waitFor();
  const rows = await page.getByRole('table', { name: 'Side by side' }).getByRole('row').allInnerTexts();
  expect(rows[0]).toMatch(/SimCLR\s+Barlow Twins/);
  expect(rows[1]).toMatch(/Step\s+25\s+25/);
  // The encoder that nothing has trained is the same for both.
  const untrained = await page.locator('.measured tr td.quiet').allTextContents();
  expect(untrained.slice(0, 3)).toEqual(untrained.slice(3));
  await expectAccessible(opened);
});

test('a fault is told in words', async () => {
  const { page } = await open('/methods/simclr');
  await page.route('**/digits*.gz', (route) => route.fulfill({ status: 503, body: '' }));
  await run(page).click();
  await page.getByRole('alert').filter({ hasText: 'The digits could not be fetched (503)' }).waitFor();
  await page.getByRole('button', { name: 'Run again' }).waitFor();
});

test('a graphics processor that is not there is told in words', async ({ skip }) => {
  const { page } = await open('/methods/simclr');
  const adapter = await page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
    return gpu === undefined ? 'unknown' : (await gpu.requestAdapter()) === null ? 'none' : 'there';
  });
  if (adapter !== 'none') skip('This browser has an adapter, or knows nothing of WebGPU.');
  await page.getByText('Encoder, batch, and what').click();
  await page.getByLabel('Computed by').selectOption('webgpu');
  await run(page).click();
  await page.getByRole('alert').filter({ hasText: 'The graphics processor cannot be used here.' }).waitFor();
});

test('a paper leads to its method, in a page that threads can be used in', async () => {
  const { page } = await open('/methods');
  await page.getByRole('link', { name: 'Its paper' }).first().click();
  await page.getByRole('link', { name: /Run this paper|As a method/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Barlow Twins' }).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test.each([
  '/methods',
  '/methods/simclr',
  '/methods/prodepth',
  '/methods/self-distillation',
  '/methods/leaderboards',
])('%s meets WCAG 2.2 AA in the light on a desk and in the dark on a phone', async (path) => {
  await expectAccessible(await open(path, checked));
});

test('without JavaScript the map can be filtered, and a method says what there is', async () => {
  const { page } = await open('/methods', {
    javaScriptEnabled: false,
    viewport: { width: 360, height: 780 },
  });
  await page.getByLabel('Family').selectOption('compression');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('11 of 63 rows').waitFor();
  await page.getByRole('link', { name: 'All of them' }).click();
  await page.getByRole('link', { name: 'SimCLR', exact: true }).click();
  await page.locator('noscript p').filter({ hasText: 'needs JavaScript' }).waitFor();
  expect(await page.getByRole('button', { name: 'Run', exact: true }).isVisible()).toBe(false);
  await page.getByRole('heading', { name: 'Stored runs' }).waitFor();
});

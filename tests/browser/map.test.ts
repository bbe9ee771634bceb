import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { startMapSite } from '../support/map-site.ts';
import { useBrowser } from '../support/open-page.ts';
import type { Site } from '../support/site.ts';

const openAny = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await startMapSite();
});
afterAll(() => site.stop());
const open: typeof openAny = (path, options = {}) => openAny(site.url + path, options);
const path = '/map?of=/month/2026-07';

const ready = (page: Page) => page.locator('figure.ready').waitFor();
const scaleOf = async (page: Page): Promise<number> =>
  Number(
    await page
      .locator('.plan > svg')
      .evaluate((svg) => getComputedStyle(svg).getPropertyValue('--zoom') || '1'),
  );
/** Where something lies once it is in sight. */
async function boxOf(what: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await what.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  return (await what.boundingBox()) ?? expect.fail('It is not drawn.');
}
const told = (page: Page) => page.locator('.card .title');

test.each([path, '/map?of=/day/2026-08-20', '/map?of=/day/2020-01-01'])(
  '%s meets WCAG 2.2 AA in the light on a desk and in the dark on a phone',
  async (one) => {
    await expectAccessible(await open(one, checked));
  },
);

describe('by keys', () => {
  test('Tab goes from topic to topic, arrows from paper to paper, and Enter opens', async () => {
    const { page, errors } = await open(path);
    await ready(page);
    await page.getByRole('link', { name: 'The same as a table' }).focus();
    await page.keyboard.press('Tab');
    const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-at'));
    const topic = () => page.evaluate(() => document.activeElement?.closest('.topic')?.getAttribute('class'));
    expect(await at()).toBe('0');
    const first = await topic();
    await page.keyboard.press('Tab');
    expect(await topic()).not.toBe(first);
    const before = await at();
    // Some arrow leads on, wherever the first paper of the topic lies.
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']) {
      await page.keyboard.press(key);
      if ((await at()) !== before) break;
    }
    expect(await at()).not.toBe(before);
    await page.keyboard.press('Home');
    expect(await at()).toBe('0');
    await page.keyboard.press('PageDown');
    expect(await at()).toBe('1');
    const title = (await told(page).textContent()) ?? '';
    expect(title.length).toBeGreaterThan(5);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/papers\//);
    expect((await page.locator('h1').textContent())?.trim()).toBe(title.trim());
    expect(errors).toEqual([]);
  });

  test('plus, minus and 0 zoom, Escape takes the card away, and topics keep their own arrows', async () => {
    const { page } = await open(path);
    await ready(page);
    await page.locator('[data-at="0"]').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await scaleOf(page)).toBeCloseTo(2.25, 5);
    await page.keyboard.press('-');
    expect(await scaleOf(page)).toBeCloseTo(1.5, 5);
    const where = () => page.locator('.plan > svg > g').getAttribute('transform');
    await page.keyboard.press('0');
    expect(await scaleOf(page)).toBe(1);
    await page.keyboard.press('Escape');
    expect(await told(page).count()).toBe(0);
    const whole = await where();
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio').nth(1).isChecked()).toBe(true);
    expect(await where()).toBe(whole);
  });
});

describe('by pointer', () => {
  test('buttons zoom and move, dragging pans and opens nothing, the wheel zooms once the map has the focus', async () => {
    const { page, errors } = await open(path);
    await ready(page);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await scaleOf(page)).toBeCloseTo(1.6, 5);
    const where = () => page.locator('.plan > svg > g').getAttribute('transform');
    const before = await where();
    await page.getByRole('button', { name: 'Move left' }).click();
    const moved = await where();
    expect(moved).not.toBe(before);
    const box = await boxOf(page.locator('.plan > svg'));
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 240, box.y + 260, { steps: 5 });
    await page.mouse.up();
    expect(await where()).not.toBe(moved);
    expect(page.url()).toContain('/map');
    const scale = await scaleOf(page);
    // The buttons are of the map: one of them has the focus.
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(200);
    expect(await scaleOf(page)).toBeGreaterThan(scale);
    await page.getByRole('button', { name: 'Whole map' }).click();
    expect(await scaleOf(page)).toBe(1);
    expect(errors).toEqual([]);
  });

  test('pointing at a paper tells its title and authors, clicking opens it', async () => {
    const { page } = await open(path);
    await ready(page);
    const mark = page.locator('.topic a').nth(3);
    const name = (await mark.locator('title').textContent()) ?? '';
    const box = await boxOf(mark);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const title = (await told(page).textContent())?.trim() ?? '';
    expect(name.startsWith(title)).toBe(true);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForURL(/\/papers\//);
  });

  test('a wheel over a map without the focus scrolls the page', async () => {
    const { page } = await open(path);
    await ready(page);
    const box = await boxOf(page.locator('.plan > svg'));
    await page.mouse.move(box.x + 300, box.y + 200);
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(() => scrollY > 100);
    expect(await scaleOf(page)).toBe(1);
  });
});

describe('by touch', () => {
  test('a touched mark tells what it is and is opened by its title; two fingers zoom', async () => {
    const { page } = await open(path, {
      viewport: { width: 360, height: 780 },
      hasTouch: true,
      isMobile: true,
    });
    await ready(page);
    const mark = page.locator('.topic a').nth(2);
    const box = await boxOf(mark);
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await told(page).waitFor();
    expect(page.url()).toContain('/map');
    const svg = await boxOf(page.locator('.plan > svg'));
    const client = await page.context().newCDPSession(page);
    const fingers = (type: string, ...xs: number[]) =>
      client.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: xs.map((x, id) => ({ x: svg.x + x, y: svg.y + 100, id })),
      });
    await fingers('touchStart', 140, 180);
    await fingers('touchMove', 120, 200);
    await fingers('touchMove', 80, 240);
    await fingers('touchEnd');
    expect(await scaleOf(page)).toBeGreaterThan(1.5);
  });
});

test('a chosen topic stands out, without a script too', async () => {
  const { page } = await open(path, { javaScriptEnabled: false });
  const dim = () =>
    page
      .locator('.topic')
      .evaluateAll((groups) => groups.map((group) => Number(getComputedStyle(group).opacity) < 0.5));
  expect((await dim()).some(Boolean)).toBe(false);
  await page.getByRole('radio').nth(2).check();
  await page.waitForTimeout(300);
  const dimmed = await dim();
  expect(dimmed.filter((one) => !one)).toHaveLength(1);
  expect(dimmed[1]).toBe(false);
});

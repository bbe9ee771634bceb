import axe from 'axe-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../support/open-page.ts';

const open = useBrowser();

const pages = [
  '/',
  '/day/2026-08-22',
  '/week/2026-W33',
  '/trending',
  '/lists/first-edition',
  '/papers/2608.19758',
  '/categories',
  '/venues',
  '/search?q=contrastiv+lerning',
  '/search',
  '/about',
  '/about/ranking',
  '/about/feeds',
  '/admin/sources',
  '/api',
];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const looks = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 780 } },
] as const;

test.each(pages)('%s meets WCAG 2.2 AA in the light on a desk and in the dark on a phone', async (path) => {
  for (const look of looks) {
    // The page's policy lets nobody else's scripts run; axe is let past it, the page itself is as it is sent.
    const { page, errors } = await open(path, { ...look, bypassCSP: true });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async (values) => {
      const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values },
      });
      return found.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ target, failureSummary }) => `${String(target)} ${failureSummary}`).join('; ')}`,
      );
    }, rules);
    expect(violations, `${path} ${look.colorScheme}`).toEqual([]);
    expect(errors).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${path} scrolls sideways at ${look.viewport.width}`).toBeLessThanOrEqual(0);
    await page.context().close();
  }
});

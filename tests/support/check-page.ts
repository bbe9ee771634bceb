import axe from 'axe-core';
import { expect } from 'vitest';
import type { Opened } from './open-page.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A desk in the light, and a phone in the dark. */
const looks = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 780 } },
] as const;

/** How pages that are to be checked are opened. */
export const checked = {
  ...looks[0],
  // The page's policy lets nobody else's scripts run; axe is let past it, the page itself is as it is sent.
  bypassCSP: true,
  // Colours on their way from one look to the other are neither.
  reducedMotion: 'reduce',
} as const;

/**
 * Expects that an open page meets WCAG 2.2 AA, scrolls only downwards and complains about nothing, in the light on a desk
 * and then in the dark on a phone; and closes it.
 */
export async function expectAccessible({ page, errors }: Opened): Promise<void> {
  const path = page.url();
  await page.evaluate(axe.source);
  for (const { colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    const violations = await page.evaluate(async (values) => {
      const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values },
        // What is in a frame of its own is no part of this page; mails have tests of theirs.
        iframes: false,
      });
      return found.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ target, failureSummary }) => `${String(target)} ${failureSummary}`).join('; ')}`,
      );
    }, rules);
    expect(violations, `${path} ${colorScheme}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${path} scrolls sideways at ${viewport.width}`).toBeLessThanOrEqual(0);
  }
  expect(errors).toEqual([]);
  await page.context().close();
}

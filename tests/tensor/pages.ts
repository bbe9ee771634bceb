import { chromium, type Browser, type Page } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.ts';

export interface Pages {
  /** A new empty page at an address. */
  open(address: string): Promise<Page>;
  close(): Promise<void>;
}

/** A Chromium of this file's own, with flags. */
export async function openBrowser(...flags: readonly string[]): Promise<Pages> {
  const server = await launchBrowser(...flags);
  const browser: Browser = await chromium.connect(server.wsEndpoint());
  return {
    open: async (address) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** Calls a function of a module of `tests/tensor/page` in a page. What goes in and comes out is what JSON can say. */
export function callIn<Result>(
  page: Page,
  module: string,
  name: string,
  ...given: readonly unknown[]
): Promise<Result> {
  // As a text: import() in a function would be the test runner's, not the page's.
  return page.evaluate(
    `import('/tests/tensor/page/${module}').then((m) => m.${name}(...${JSON.stringify(given)}))`,
  );
}

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';

/** What went wrong in a page: messages on its console, errors that nobody caught. */
export interface Opened {
  page: Page;
  errors: string[];
}

/**
 * Connects this file's tests to the shared browser. The function opens a path of the shared site in a window of its
 * own; windows close when the file is done.
 */
export function useBrowser(): (path: string, options?: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.connect(inject('browserAddress'));
  });
  afterAll(() => browser.close());
  return async (path, options = {}) => {
    const context = await browser.newContext({ baseURL: inject('siteUrl'), ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    const response = await page.goto(path);
    expect(response?.ok(), path).toBe(true);
    if (options.javaScriptEnabled !== false)
      await page.waitForFunction(() => document.readyState === 'complete');
    return { page, errors };
  };
}

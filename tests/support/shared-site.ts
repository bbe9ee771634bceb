import type { TestProject } from 'vitest/node';
import { launchBrowser } from './launch-browser.ts';
import { startSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a running site with the first edition and the sample. Tests only read from it. */
    siteUrl: string;
    /** Where a browser can be connected to. */
    browserAddress: string;
  }
}

/** One site and one browser for all tests of this project. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [site, browser] = await Promise.all([startSite(), launchBrowser()]);
  project.provide('siteUrl', site.url);
  project.provide('browserAddress', browser.wsEndpoint());
  return async () => {
    await Promise.all([site.stop(), browser.close()]);
  };
}

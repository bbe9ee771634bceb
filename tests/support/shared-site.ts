import type { TestProject } from 'vitest/node';
import { freshPlace, type Place } from './fresh-place.ts';
import { launchBrowser } from './launch-browser.ts';
import { runProgram } from './program.ts';
import { startSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a running site with the first edition and the sample. Tests only read from it. */
    siteUrl: string;
    /** Where a browser can be connected to. */
    browserAddress: string;
    /** Places to copy (`freshPlace`): one whose store is made and has no papers, and one with those of the first start. */
    emptyPlace: Pick<Place, 'env'>;
    loadedPlace: Pick<Place, 'env'>;
  }
}

/** One site, one browser, and places to begin with, for all tests of this project. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [empty, loaded, browser] = await Promise.all([emptyPlace(), loadedPlace(), launchBrowser()]);
  const site = await startSite({}, await freshPlace(loaded));
  project.provide('siteUrl', site.url);
  project.provide('browserAddress', browser.wsEndpoint());
  project.provide('emptyPlace', { env: empty.env });
  project.provide('loadedPlace', { env: loaded.env });
  return async () => {
    await Promise.all([site.stop(), browser.close()]);
    await Promise.all([empty.leave(), loaded.leave()]);
  };
}

async function emptyPlace(): Promise<Place> {
  const place = await freshPlace();
  const { code, stderr } = await runProgram(['search', 'nothing'], place);
  if (code !== 0) throw new Error(`No store could be made:\n${stderr}`);
  return place;
}

async function loadedPlace(): Promise<Place> {
  const site = await startSite({}, await freshPlace());
  if (!site.log().includes('The first edition and the sample are loaded.'))
    throw new Error(`The first start loaded nothing:\n${site.log()}`);
  site.signal('SIGTERM');
  const { code, stderr } = await site.ended;
  if (code !== 0) throw new Error(`The site ended with ${code}:\n${stderr}`);
  return site.place;
}

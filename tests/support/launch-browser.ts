import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserServer } from 'playwright-core';

/**
 * A real Chromium that tests connect to. On Linux with an x64 processor it comes from npm, together with the system
 * libraries that it needs; elsewhere `CHROMIUM` names the program, or it is looked for at the usual places.
 * @param flags more of Chromium's flags.
 */
export async function launchBrowser(...flags: readonly string[]): Promise<BrowserServer> {
  const { executablePath, env } = await findChromium();
  return chromium.launchServer({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--font-render-hinting=none',
      ...flags,
    ],
  });
}

async function findChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const named = process.env['CHROMIUM'];
  if (named) return { executablePath: named, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium();
  const places = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  const found = places.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(
      'No Chromium was found for the browser tests. Name one: CHROMIUM=/path/to/chrome npm test',
    );
  return { executablePath: found, env: {} };
}

/** The package unpacks the libraries too when it takes this machine for the small one that it was made for. */
async function unpackChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  const executablePath = await packed.executablePath();
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') },
  };
}

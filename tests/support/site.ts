import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import { freshPlace, type Place } from './fresh-place.ts';
import { ended, spawnProgram, type Ended } from './program.ts';

export interface Site {
  url: string;
  port: number;
  place: Place;
  /** Milliseconds from the start of the process to the first page. */
  startedIn: number;
  /** Everything that it has written to standard output so far. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  ended: Promise<Ended>;
  /** Ends it and leaves its place. */
  stop(): Promise<Ended>;
}

/** The evening of the sample's newest day, in New York: that day is complete. */
export const eveningOfTheSample = '2026-08-21T02:00:00Z';

/**
 * Starts the site as `npm start` does, on a free port, with its clock stopped and its limits off unless `env` says so.
 * Without a place it gets one of its own, with the papers of a first start.
 */
export async function startSite(env: Record<string, string> = {}, at?: Place, cwd?: string): Promise<Site> {
  const place = at ?? (await freshPlace(inject('loadedPlace')));
  const port = await freePort();
  const started = performance.now();
  const child = spawnProgram(
    ['start', '--port', String(port)],
    place,
    { BROADSHEET_NOW: eveningOfTheSample, RATE_LIMIT_SEARCH: '0', RATE_LIMIT_API: '0', ...env },
    cwd,
  );
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const end = ended(child);
  let over = false;
  void end.then(() => (over = true));
  const url = `http://127.0.0.1:${port}`;
  // A private site shows strangers this page and no other.
  const first = env['PRIVATE'] === '1' ? '/sign-in' : '/';
  const answers = async () => (await fetch(url + first).catch(() => null))?.status === 200;
  // It answers a moment before it says where it is.
  while (!(log.includes('Try next') && (await answers()))) {
    if (over) {
      const { stdout, stderr } = await end;
      throw new Error(`The site ended before it answered:\n${stdout}\n${stderr}`);
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return {
    url,
    port,
    place,
    startedIn: performance.now() - started,
    log: () => log,
    signal: (name) => void child.kill(name),
    ended: end,
    async stop() {
      child.kill('SIGTERM');
      const how = await end;
      await place.leave();
      return how;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

import { createServer } from 'node:net';
import { exitCodes, Failure } from '../failure.ts';

/** Reads a port as people write it. @throws Failure, saying what is wrong with it. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Failure(
    `“${text}” is not a port.`,
    'Write a number from 1 to 65535: --port 3000.',
    exitCodes.usage,
  );
}

/** @throws Failure that proposes the next free port when this one is taken. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const problem = await tryPort(port, host);
  if (problem === null) return;
  switch (problem.code) {
    case 'EADDRINUSE': {
      const free = await nextFree(port + 1, host);
      throw new Failure(
        `Port ${port} is taken by another program.`,
        free === null ? 'Choose another with --port.' : `Port ${free} is free: npm start -- --port ${free}`,
      );
    }
    case 'EACCES':
      throw new Failure(
        `Port ${port} needs more rights than this account has.`,
        'Choose one from 1024 on: --port 3000.',
      );
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      throw new Failure(
        `“${host}” is not an address of this machine.`,
        'Write --host 127.0.0.1, or --host 0.0.0.0 for all.',
        exitCodes.usage,
      );
    default:
      throw new Failure(
        `Nothing can listen on ${host}, port ${port}: ${problem.message}.`,
        'Choose another with --host and --port.',
      );
  }
}

async function nextFree(from: number, host: string): Promise<number | null> {
  for (let port = from; port < Math.min(from + 100, 65_536); port++) {
    if ((await tryPort(port, host)) === null) return port;
  }
  return null;
}

function tryPort(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

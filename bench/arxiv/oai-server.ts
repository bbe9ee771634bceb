/** The synthetic arXiv as an OAI-PMH service on loopback, in a process of its own. */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeArchive } from './archive.ts';
import { answerOai, tokenOn } from './oai-answer.ts';

interface Task {
  papers: number;
  until: string;
}

export interface OaiServer {
  /** What `baseUrl` is set to. */
  url: string;
  close(): void;
}

/**
 * Starts it. It ends with `close`, or with this process.
 * @param task How many papers there are, and the day (UTC) of the last datestamp.
 */
export function startOaiServer(task: Task): Promise<OaiServer> {
  const child = fork(import.meta.filename);
  return new Promise((resolve, reject) => {
    child.once('message', (url) => resolve({ url: String(url), close: () => child.kill() }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The synthetic arXiv ended with code ${code}.`)));
    child.send(task);
  });
}

/** Makes each next page as soon as one is sent, so that its making costs the harvest as little as arXiv's does. */
function serve(task: Task): Promise<string> {
  const archive = makeArchive(task);
  let ready = { token: '', page: '' };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/oai') {
      response.writeHead(404).end();
      return;
    }
    const token = searchParams.get('resumptionToken');
    const page = token === ready.token ? ready.page : answerOai(archive, searchParams);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(page, () => {
      const next = tokenOn(page);
      if (next !== null)
        ready = { token: next, page: answerOai(archive, new URLSearchParams({ resumptionToken: next })) };
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/oai`),
    ),
  );
}

if (process.send !== undefined && import.meta.main) {
  // Ctrl-C reaches every process of the terminal: the benchmark decides when this one ends.
  process.on('SIGINT', () => {});
  process.once('disconnect', () => process.exit());
  process.once('message', async (task) => process.send?.(await serve(task as Task)));
}

import { resolveObjectURL } from 'node:buffer';
import { Worker as Thread } from 'node:worker_threads';

/** Runs a text as a page's worker would, with `self`, `onmessage` and `postMessage`. */
const start = `
const { parentPort, workerData } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
(0, eval)(workerData);
parentPort.on('message', (data) => self.onmessage({ data }));
`;

/** As much of a page's `Worker` as jax-js asks for; Node has none, and without one jax-js stays on one thread. */
class WebWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly #thread: Promise<Thread>;

  constructor(url: string) {
    this.#thread = this.#begin(url);
  }

  postMessage(message: unknown): void {
    void this.#thread.then((thread) => thread.postMessage(message));
  }

  async #begin(url: string): Promise<Thread> {
    // Threads do not see each other's blobs: what is behind the URL has to be read here.
    const text = await resolveObjectURL(url)?.text();
    const thread = new Thread(start, { eval: true, workerData: text ?? '' });
    thread.on('message', (data) => this.onmessage?.({ data }));
    thread.on('error', (error) => this.onerror?.({ message: String(error) }));
    return thread;
  }
}

/** Gives the process `Worker`, and `navigator.hardwareConcurrency` as many as there shall be. */
export function provideWebWorkers(threads: number): void {
  Object.defineProperty(globalThis, 'Worker', { value: WebWorker });
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
}

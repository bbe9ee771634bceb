import { Worker } from 'node:worker_threads';
import type { MapRequest, PaperMap } from './map-papers.ts';
import { MapUnavailable } from './map-unavailable.ts';
import type { MapAnswer, MapQuestion } from './map-worker.ts';

export interface MapThreadOptions {
  /** Milliseconds that one map may take; 20,000 unless given. */
  readonly longest?: number;
  /** Milliseconds without a map after which the thread ends; 60,000 unless given. */
  readonly idle?: number;
}

/** Maps that wait for their turn at most: who asks for more is told to come back. */
const mostWaiting = 8;

interface Waiting {
  readonly request: MapRequest;
  readonly done: (map: PaperMap) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Draws maps in a thread, so that a server goes on answering meanwhile. One at a time; the thread comes with the first map, ends
 * when nothing was asked for a minute, and keeps no process alive. A map that takes too long ends the thread with an error, and
 * the next one has a new thread.
 */
export class MapThread {
  readonly #longest: number;
  readonly #idle: number;
  #worker: Worker | null = null;
  #number = 0;
  #current: Waiting | null = null;
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor({ longest = 20_000, idle = 60_000 }: MapThreadOptions = {}) {
    this.#longest = longest;
    this.#idle = idle;
  }

  /**
   * As `mapPapers`.
   * @throws MapUnavailable where it takes too long, or eight others wait already; else as `mapPapers`.
   */
  draw(request: MapRequest): Promise<PaperMap> {
    if (this.#waiting.length >= mostWaiting)
      return Promise.reject(
        new MapUnavailable(`${mostWaiting} maps wait for their turn already. Try again in a moment.`),
      );
    return new Promise((done, failed) => {
      this.#waiting.push({ request, done, failed });
      this.#next();
    });
  }

  /** Ends the thread; maps that were asked for fail. */
  async stop(): Promise<void> {
    const worker = this.#leave();
    for (const { failed } of this.#waiting.splice(0)) failed(new Error('The thread that draws maps ended.'));
    this.#current?.failed(new Error('The thread that draws maps ended.'));
    this.#current = null;
    await worker?.terminate();
  }

  #next(): void {
    if (this.#current !== null) return;
    clearTimeout(this.#timer);
    this.#current = this.#waiting.shift() ?? null;
    if (this.#current === null) {
      this.#timer = setTimeout(() => void this.#leave()?.terminate(), this.#idle).unref();
      return;
    }
    const question: MapQuestion = { number: ++this.#number, request: this.#current.request };
    this.#worker ??= this.#begin();
    this.#worker.postMessage(question);
    const seconds = Math.round(this.#longest / 1000);
    this.#timer = setTimeout(
      () =>
        this.#fail(
          new MapUnavailable(
            `The map took longer than ${seconds} seconds. Try again, or ask for fewer papers.`,
          ),
        ),
      this.#longest,
    ).unref();
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./map-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (answer: MapAnswer) => {
      if (worker !== this.#worker || answer.number !== this.#number) return;
      const { current } = this.#take();
      if ('map' in answer) current?.done(answer.map);
      else current?.failed(new Error(answer.trouble));
      this.#next();
    });
    worker.on('error', (error: Error) => {
      if (worker === this.#worker) this.#fail(error);
    });
    worker.on('exit', () => {
      if (worker === this.#worker) this.#fail(new Error('The thread that draws maps ended.'));
    });
    return worker;
  }

  #take(): { current: Waiting | null } {
    const current = this.#current;
    this.#current = null;
    return { current };
  }

  #fail(error: Error): void {
    void this.#leave()?.terminate();
    this.#take().current?.failed(error);
    this.#next();
  }

  #leave(): Worker | null {
    const worker = this.#worker;
    this.#worker = null;
    clearTimeout(this.#timer);
    return worker;
  }
}

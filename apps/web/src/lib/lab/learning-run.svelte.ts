import type { TurnTaker } from './take-turns.ts';
import type { Look, News, RunFacts, RunWish, StepNews, Trouble, Wish } from './messages.ts';

/**
 * - `starting`: the thread loads the kernels and the digits
 * - `learning`: it takes steps
 * - `resting`: it waits for its turn, or the reader has paused it
 * - `done`, `failed`, `stopped`: it is over
 */
export type Phase = 'starting' | 'learning' | 'resting' | 'done' | 'failed' | 'stopped';

/** One run in a thread of its own, as the page sees it. */
export class LearningRun implements TurnTaker {
  readonly wish: RunWish;
  /** The method's, for people. */
  readonly name: string;
  phase = $state<Phase>('starting');
  facts = $state.raw<RunFacts | null>(null);
  /** All steps so far. */
  steps = $state.raw<readonly StepNews[]>([]);
  /** The encoder before the first step, and now. */
  untrained = $state.raw<Look | null>(null);
  look = $state.raw<Look | null>(null);
  trouble = $state.raw<{ kind: Trouble; message: string } | null>(null);
  /** Seconds that steps took, and with looking at them. */
  seconds = $state(0);
  busySeconds = $state(0);
  /** From the wish to the first step that was heard of, in seconds. */
  firstStepAfter = $state<number | null>(null);
  readonly #worker: Worker;
  readonly #begun = performance.now();

  step = $derived(this.steps.at(-1)?.step ?? 0);
  over = $derived(this.phase === 'done' || this.phase === 'failed' || this.phase === 'stopped');
  waiting = $derived(this.phase === 'resting');
  stepsPerSecond = $derived(this.seconds > 0 ? this.step / this.seconds : null);
  /** Of computing, this run's own; null until there is something to tell it from. */
  secondsLeft = $derived(
    this.facts === null || this.step === 0
      ? null
      : ((this.facts.steps - this.step) * this.busySeconds) / this.step,
  );

  constructor(wish: RunWish, name: string, heard: () => void = () => {}) {
    this.wish = wish;
    this.name = name;
    // Bundlers look for this very expression to find the worker's file.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    this.#worker = new Worker(new URL('./learn-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<News>) => {
      this.#hear(data);
      heard();
    });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#fail('other', event.message || 'The thread that learns could not be started.');
      heard();
    });
    this.#ask({ kind: 'begin', run: wish });
  }

  go(until: number): void {
    if (this.over) return;
    this.phase = 'learning';
    this.#ask({ kind: 'go', until });
  }

  rest(): void {
    if (!this.over) this.#ask({ kind: 'rest' });
  }

  /** Ends its thread; what was seen so far stays. */
  stop(): void {
    this.#worker.terminate();
    if (!this.over) this.phase = 'stopped';
  }

  #ask(wish: Wish): void {
    this.#worker.postMessage(wish);
  }

  #fail(kind: Trouble, message: string): void {
    this.trouble = { kind, message };
    this.phase = 'failed';
    this.#worker.terminate();
  }

  #hear(news: News): void {
    if (this.over) return;
    switch (news.kind) {
      case 'ready':
        this.facts = news.facts;
        this.phase = 'resting';
        break;
      case 'steps':
        this.firstStepAfter ??= (performance.now() - this.#begun) / 1000;
        this.steps = [...this.steps, ...news.steps];
        this.seconds = news.seconds;
        this.busySeconds = news.busySeconds;
        break;
      case 'look':
        if (news.look.step === 0) this.untrained = news.look;
        this.look = news.look;
        break;
      case 'resting':
        this.phase = 'resting';
        break;
      case 'done':
        this.phase = 'done';
        // Its memory, which is not small, goes back at once.
        this.#worker.terminate();
        break;
      case 'failed':
        this.#fail(news.trouble, news.message);
    }
  }
}

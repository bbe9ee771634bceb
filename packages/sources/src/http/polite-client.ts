import type { Store } from '@broadsheet/papers';
import type { Etiquette } from '../source.ts';
import { openAnswer } from './answer.ts';
import { verdictOf } from './breaker.ts';
import { systemClock, type Clock } from './clock.ts';
import { HeldBody } from './held-body.ts';
import type { Answer, HttpClient, RequestOptions } from './http-client.ts';
import { askOnce, politeAgent, usualTimeouts, type Timeouts } from './one-request.ts';
import { publicLookup, readUrl, type AddressRules } from './public-address.ts';
import { pauseBeforeNextTry, usualRetries, type RetryRules } from './retry.ts';
import { SourceError } from './source-error.ts';
import { takeTurn } from './turns.ts';

export interface ClientOptions extends AddressRules {
  /** Its `request_turns` are shared by all processes. */
  store: Pick<Store, 'query'>;
  etiquette: Etiquette;
  /** See `userAgent`. */
  userAgent: string;
  /** Ends what is going on, and refuses everything after. */
  signal?: AbortSignal;
  /** Default: the store's and the machine's time. */
  clock?: Clock;
  /** From 0 to 1, below 1. Default `Math.random`. */
  random?: () => number;
  retries?: Partial<RetryRules>;
  timeouts?: Partial<Timeouts>;
  /** For tests: in place of DNS, and subject to the same rules. */
  resolve?: Parameters<typeof publicLookup>[1];
}

export interface PoliteClient extends HttpClient {
  /** Ends what is going on, open answers and idle connections. */
  close(): Promise<void>;
}

/**
 * The HTTP client of a source's run. It keeps the service's etiquette together with every other process on the store,
 * one request at a time; tries again what may pass; leaves a failing service alone; and talks to the public internet
 * alone.
 *
 * Most answers are in memory, checked and finished, when they are given. The rest of one over 8 MiB comes in while it is
 * read. Asking for something else before that has ended takes the rest into memory first, so that sources need not
 * mind. Every POST of ours is a question, so it is tried again like a GET.
 */
export function createHttpClient(options: ClientOptions): PoliteClient {
  const { store, etiquette, clock = systemClock, random = Math.random } = options;
  const closing = new AbortController();
  const signal =
    options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
  const rules = { allowLoopback: options.allowLoopback ?? false };
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const retries = { ...usualRetries, ...options.retries };
  let agent: ReturnType<typeof politeAgent> | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let open: HeldBody | null = null;

  return {
    request(url, request = {}) {
      const answer = before.then(() => ask(url, request));
      before = answer.catch(() => {});
      return answer;
    },
    async close() {
      closing.abort();
      await before;
      await open?.leave();
      await (await agent)?.destroy();
    },
  };

  async function ask(address: string | URL, request: RequestOptions): Promise<Answer> {
    const url = readUrl(address, rules);
    agent ??= politeAgent(rules, timeouts, publicLookup(rules, options.resolve));
    await open?.drain();
    open = null;
    let spent = 0;
    for (let tried = 1; ; tried++) {
      const turn = await takeTurn(store, etiquette, { clock, signal });
      const startedAt = clock.now().getTime();
      let body: HeldBody | null = null;
      try {
        const raw = await askOnce(url, request, {
          agent: await agent,
          rules,
          timeouts,
          signal,
          userAgent: options.userAgent,
          now: () => clock.now(),
          onSent: () => turn.begun(),
          beforeRedirect: () => turn.again(),
        });
        let given = false;
        body = new HeldBody(
          raw.body,
          () => turn.renew(),
          // Until the answer is given, its failures are handled below.
          async (failure) => {
            if (given) await turn.release({ verdict: failure === null ? 'answered' : verdictOf(failure) });
          },
        );
        const answer = await openAnswer(raw, body, request.expect);
        given = true;
        if (body.ended) await turn.release({ verdict: 'answered' });
        else open = body;
        return answer;
      } catch (error) {
        await body?.leave();
        const now = clock.now();
        spent += now.getTime() - startedAt;
        const pause =
          error instanceof SourceError
            ? pauseBeforeNextTry(error, { tried, spent, now, random }, retries)
            : null;
        if (pause !== null) {
          await turn.release({ verdict: null, pause });
          spent += error instanceof SourceError && error.retryAt === null ? pause : 0;
          continue;
        }
        // The service's wish holds for everybody, also after we have given up.
        const asked = error instanceof SourceError && error.failure === 'status' ? error.retryAt : null;
        const wish = Math.max((asked ?? now).getTime() - now.getTime(), 0);
        await turn.release({ verdict: verdictOf(error), pause: wish });
        throw error;
      }
    }
  }
}

import { randomUUID } from 'node:crypto';
import type { Store } from '@broadsheet/papers';
import type { Etiquette } from '../source.ts';
import { failuresBeforeRest, firstRest, longestRest, type Verdict } from './breaker.ts';
import { systemClock, type Clock } from './clock.ts';
import { aborted } from './one-request.ts';
import { longestObeyed } from './retry.ts';
import { shownInstant } from './shown-instant.ts';
import { SourceError } from './source-error.ts';

/**
 * The turns at a service, kept in the table `request_turns`, a row for each scope, so that all processes with one store
 * behave like one polite client.
 *
 * Every step is one statement, so PostgreSQL's row locks decide between two processes that come at once. Instants are
 * the store's own, and clocks of several machines need not agree; an injected clock, in tests, takes their place.
 */

/**
 * Who takes a turn and does not come back, because it was killed, holds it so long: in milliseconds. Longer than a
 * connection and an answer's silences may last, for a turn is renewed with each piece.
 */
export const lease = 120_000;

/** No service is believed that it wants to be left alone for longer, in milliseconds: a day. */
const longestPush = 86_400_000;

/** Pauses between two looks at a turn that somebody holds, in milliseconds. */
const firstLook = 100;
const longestLook = 1_000;

/** How a turn ended. */
interface Outcome {
  verdict: Verdict;
  /** Nobody asks this service again for so many milliseconds. Longer than a day counts as a day. */
  pause?: number;
}

/** The right to the only connection to a service. */
export interface Turn {
  /** Says that the request goes out only now: the least interval counts from here. */
  begun(): void;
  /** Waits for, and takes, another turn without letting go of this one: for a redirect. @throws as `takeTurn` does. */
  again(): Promise<void>;
  /** Says that the turn is still in use. Cheap: the store is asked only when a third of the lease has passed. */
  renew(): Promise<void>;
  /** Gives the turn back, once the body was read to its end. The second call does nothing. */
  release(outcome: Outcome): Promise<void>;
}

interface TurnRow {
  taken: number;
  now: number;
  /** Milliseconds; null where there is nothing to wait for, or no row yet. */
  untilNext: number | null;
  untilFree: number | null;
  restsUntil: number | null;
  spent: boolean | null;
}

/**
 * Waits until this service may be asked and nobody else asks it, and takes the turn: the day's count goes up and the
 * least interval runs from now.
 * @throws SourceError `quota` when the UTC day's share is used up; `resting` when the service is left alone, or wants
 *   to be for more than an hour, both with the instant to come back at; `aborted`.
 */
export async function takeTurn(
  store: Pick<Store, 'query'>,
  etiquette: Etiquette,
  { clock = systemClock, signal }: { clock?: Clock; signal?: AbortSignal | undefined } = {},
): Promise<Turn> {
  const holder = randomUUID();
  const instant = () => (clock === systemClock ? null : clock.now());
  let startedAt = 0;
  let renewedAt = 0;
  let released = false;

  async function again(): Promise<void> {
    let look = firstLook;
    for (;;) {
      if (signal?.aborted) throw aborted();
      const row = await askForTurn(store, etiquette, holder, instant());
      if (row.taken === 1) break;
      refuse(row, etiquette);
      const untilNext = row.untilNext ?? 0;
      const held = untilNext <= 0;
      await sleep(clock, held ? Math.min(look, row.untilFree ?? look) : untilNext, signal);
      look = held ? Math.min(look * 2, longestLook) : firstLook;
    }
    startedAt = renewedAt = clock.now().getTime();
  }

  await again();
  return {
    begun() {
      startedAt = clock.now().getTime();
    },
    again,
    async renew() {
      const now = clock.now().getTime();
      if (released || now - renewedAt < lease / 3) return;
      renewedAt = now;
      await renewTurn(store, etiquette, holder, instant());
    },
    async release(outcome) {
      if (released) return;
      released = true;
      const elapsed = Math.max(clock.now().getTime() - startedAt, 0);
      await endTurn(store, etiquette, holder, instant(), { ...outcome, elapsed });
    },
  };
}

async function sleep(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    // The store's instants are finer than a millisecond.
    await clock.sleep(Math.max(Math.ceil(milliseconds), 1), signal);
  } catch (error) {
    if (signal?.aborted) throw aborted();
    throw error;
  }
}

/** Throws where waiting makes no sense. */
function refuse(row: TurnRow, { scope, perDay, interval, rule }: Etiquette): void {
  if (row.restsUntil !== null && row.restsUntil > row.now) {
    const retryAt = new Date(Math.ceil(row.restsUntil));
    throw new SourceError(
      'resting',
      `${scope} has failed so often that it is left alone until ${shownInstant(retryAt)}.`,
      'It is asked again by itself then. The failures before this one say what is wrong.',
      { retryAt },
    );
  }
  if (row.spent) {
    const now = new Date(row.now);
    const retryAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
    throw new SourceError(
      'quota',
      `Today's ${perDay} requests to ${scope} are used up.`,
      `It goes on by itself at ${shownInstant(retryAt)}. The rule: ${rule}`,
      { retryAt },
    );
  }
  if ((row.untilNext ?? 0) > Math.max(longestObeyed, interval)) {
    const retryAt = new Date(Math.ceil(row.now + (row.untilNext ?? 0)));
    throw new SourceError(
      'resting',
      `${scope} wants to be left alone until ${shownInstant(retryAt)}.`,
      'It is asked again by itself then.',
      { retryAt },
    );
  }
}

/**
 * Takes the turn if it may be had, and else says why not. `before` is the row as the statement found it: right enough
 * to know how long to wait, while the condition of the update is judged on the row as it is once it is locked.
 */
async function askForTurn(
  { query }: Pick<Store, 'query'>,
  { scope, interval, perDay }: Etiquette,
  holder: string,
  now: Date | null,
): Promise<TurnRow> {
  const [row] = await query<TurnRow>(
    `with instant as (select coalesce($1::timestamptz, clock_timestamp()) as now),
     before as (select * from request_turns where scope = $2),
     taken as (
       insert into request_turns as t (scope, next_at, held_by, held_until, day, used)
       select $2, now + $3::float8 * interval '1 millisecond', $4, now + $5::float8 * interval '1 millisecond',
              (now at time zone 'UTC')::date, 1
         from instant
       on conflict (scope) do update
          set next_at = excluded.next_at, held_by = excluded.held_by, held_until = excluded.held_until,
              day = excluded.day, used = case when t.day = excluded.day then t.used + 1 else 1 end
        where t.next_at <= (select now from instant)
          and (t.held_by is null or t.held_by = excluded.held_by or t.held_until <= (select now from instant))
          and (t.rests_until is null or t.rests_until <= (select now from instant))
          and (t.day <> excluded.day or $6::integer is null or t.used < $6::integer)
       returning 1)
     select (select count(*)::integer from taken) as taken,
            extract(epoch from now)::float8 * 1000 as now,
            extract(epoch from b.next_at - now)::float8 * 1000 as "untilNext",
            extract(epoch from b.held_until - now)::float8 * 1000 as "untilFree",
            extract(epoch from b.rests_until)::float8 * 1000 as "restsUntil",
            b.day = (now at time zone 'UTC')::date and b.used >= $6::integer as spent
       from instant left join before b on true`,
    [now, scope, interval, holder, lease, perDay],
  );
  if (row === undefined) throw new Error('The store gave no answer about a turn.');
  return row;
}

async function renewTurn(
  { query }: Pick<Store, 'query'>,
  { scope }: Etiquette,
  holder: string,
  now: Date | null,
): Promise<void> {
  await query(
    `update request_turns
        set held_until = coalesce($1::timestamptz, clock_timestamp()) + $2::float8 * interval '1 millisecond'
      where scope = $3 and held_by = $4`,
    [now, lease, scope, holder],
  );
}

/**
 * Frees the connection and keeps the breaker's count. The interval is counted again, from when the request went out: the
 * name had to be found and the connection made, and a busy machine may have learnt late that it had the turn.
 */
async function endTurn(
  { query }: Pick<Store, 'query'>,
  { scope, interval }: Etiquette,
  holder: string,
  now: Date | null,
  { verdict, pause = 0, elapsed }: Outcome & { elapsed: number },
): Promise<void> {
  await query(
    `with instant as (select coalesce($1::timestamptz, clock_timestamp()) as now)
     update request_turns
        set held_until = case when held_by = $3 then null else held_until end,
            held_by = case when held_by = $3 then null else held_by end,
            next_at = greatest(next_at, now + $4::float8 * interval '1 millisecond',
                               now + ($5::float8 - $6::float8) * interval '1 millisecond'),
            failures = case $7::text when 'answered' then 0 when 'failed' then failures + 1 else failures end,
            rests_until = case when $7::text = 'answered' then null
                               when $7::text = 'failed' and failures + 1 >= $8::integer
                               then now + least($9::float8 * power(2, least(failures + 1 - $8::integer, 30)), $10::float8)
                                          * interval '1 millisecond'
                               else rests_until end
       from instant
      where scope = $2`,
    [
      now,
      scope,
      holder,
      Math.min(pause, longestPush),
      interval,
      elapsed,
      verdict ?? 'none',
      failuresBeforeRest,
      firstRest,
      longestRest,
    ],
  );
}

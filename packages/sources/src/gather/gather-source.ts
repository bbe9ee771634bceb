import {
  codeToAsk,
  ingest,
  markComplete,
  noteAsked,
  papersToAsk,
  refreshTrending,
  settle,
  type Store,
} from '@broadsheet/papers';
import { systemClock, type Clock } from '../http/clock.ts';
import { createHttpClient, type ClientOptions } from '../http/polite-client.ts';
import { SourceError, type SourceFailure } from '../http/source-error.ts';
import type { Source, Step } from '../source.ts';
import { failuresOf, holdRun, type Brought, type HeldRun } from './source-state.ts';

export interface GatherOptions {
  /** Sent with every request; see `userAgent`. */
  userAgent: string;
  /**
   * A run beside the scheduled ones, such as a backfill: it keeps a place of its own under this name, and its word about
   * complete days is not taken.
   */
  apart?: string;
  signal: AbortSignal;
  onStep?: (progress: GatherProgress) => void;
  clock?: Clock;
  /** For tests: what else the HTTP client is given. */
  http?: Partial<Pick<ClientOptions, 'allowLoopback' | 'random' | 'retries' | 'timeouts' | 'resolve'>>;
}

export interface GatherProgress extends Brought {
  /** How far the source says that it is; null where it does not tell. */
  progress: Step['progress'] | null;
}

/** Why a run ended before its end, with the remedy. */
interface RunFailure {
  message: string;
  hint: string;
  /** `fault`: an error of the program itself. */
  kind: SourceFailure | 'fault';
}

export interface GatherReport extends GatherProgress {
  /** The signal ended it early; the next run goes on. */
  interrupted: boolean;
  /** What ended it; null where it came to its end. */
  failure: RunFailure | null;
  nextRunAt: Date;
}

/** After a failed run the next is tried after so long, doubling: 5 minutes to 6 hours, and not before `retryAt`. */
const firstRetry = 300_000;
const longestRetry = 6 * 3_600_000;

/**
 * Runs one source to its end: takes in what it brings, step by step, and keeps its cursor behind each, so that a run
 * killed anywhere goes on at its last step and, since ingest is idempotent, loses and doubles nothing. A failure ends the
 * run and is kept with its remedy; what came before it stands.
 * @param options The source's own, validated.
 * @returns null while another process runs this source.
 */
export async function gatherSource<Options>(
  store: Store,
  source: Source<Options>,
  options: Options,
  { userAgent, apart, signal, onStep, clock = systemClock, http: network = {} }: GatherOptions,
): Promise<GatherReport | null> {
  const name = apart ?? source.name;
  const held = await holdRun(store, name, clock.now());
  if (held === null) return null;
  const alive = setInterval(() => void held.renew().catch(() => {}), 60_000);
  alive.unref();
  const http = createHttpClient({
    store,
    etiquette: source.etiquetteFor?.(options) ?? source.etiquette,
    userAgent,
    signal,
    clock,
    ...network,
  });
  const report: GatherReport = {
    records: 0,
    created: 0,
    rejected: 0,
    progress: null,
    interrupted: false,
    failure: null,
    nextRunAt: clock.now(),
  };
  let retryAt: Date | null = null;
  try {
    const steps = source.gather({
      options,
      cursor: held.cursor,
      http,
      signal,
      now: () => clock.now(),
      papersToAsk: (request) => papersToAsk(store, source.name, request),
      codeToAsk: (request) => codeToAsk(store, source.name, request),
    });
    for await (const step of steps) {
      await takeStep(
        store,
        source.name,
        held,
        apart === undefined ? step : { ...step, completeDays: [] },
        clock,
        report,
      );
      onStep?.(report);
      if (signal.aborted) break;
    }
    report.interrupted = signal.aborted;
  } catch (error) {
    if (signal.aborted) report.interrupted = true;
    else {
      report.failure = describe(error, source);
      retryAt = error instanceof SourceError ? error.retryAt : null;
    }
  } finally {
    clearInterval(alive);
    await http.close();
  }
  if (report.created > 0) await finish(store, clock);
  report.nextRunAt = await nextRun(store, name, source, options, report, retryAt, clock.now());
  await held.end({
    nextRunAt: report.nextRunAt,
    at: clock.now(),
    succeeded: report.failure === null && !report.interrupted,
    failure: report.failure,
  });
  return report;
}

async function takeStep(
  store: Store,
  name: string,
  held: HeldRun,
  step: Step,
  clock: Clock,
  report: GatherReport,
): Promise<void> {
  const brought: Brought = { records: 0, created: 0, rejected: 0 };
  if (step.items.length > 0) {
    const taken = await ingest(store, step.items, {
      kind: 'gather',
      origin: name,
      now: clock.now(),
      more: true,
    });
    brought.records = taken.accepted;
    brought.created = taken.created;
    brought.rejected = taken.rejected;
  }
  await noteAsked(store, name, step.asked ?? [], clock.now());
  await markComplete(store, name, step.completeDays ?? []);
  await held.keep(step, brought);
  report.records += brought.records;
  report.created += brought.created;
  report.rejected += brought.rejected;
  report.progress = step.progress ?? report.progress;
}

/** What is done once behind a run that brought papers. */
async function finish(store: Store, clock: Clock): Promise<void> {
  await settle(store);
  await refreshTrending(store, { now: clock.now() });
}

function describe(error: unknown, source: Pick<Source, 'name'>): RunFailure {
  if (error instanceof SourceError) return { message: error.message, hint: error.hint, kind: error.failure };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: 'fault',
    message: `${source.name} stopped: ${message}`,
    hint: 'What came before stands, and the next run goes on from there. If it stays, this is a fault of Broadsheet.',
  };
}

async function nextRun<Options>(
  store: Store,
  name: string,
  source: Source<Options>,
  options: Options,
  { failure, interrupted }: GatherReport,
  retryAt: Date | null,
  now: Date,
): Promise<Date> {
  // An interrupted run goes on at the next start.
  if (interrupted) return now;
  if (failure === null) return source.nextRun(now, options);
  const failed = await failuresOf(store, name);
  const pause = Math.min(firstRetry * 2 ** Math.min(failed, 10), longestRetry);
  return new Date(Math.max(now.getTime() + pause, retryAt?.getTime() ?? 0));
}

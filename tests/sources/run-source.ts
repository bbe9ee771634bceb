import type { Store } from '@broadsheet/papers';
import type { Cursor, PaperToAsk, Source, Step } from '@broadsheet/sources';
import type { VirtualClock } from '../replay/virtual-clock.ts';
import { clientFor } from './polite-store.ts';

export interface RunSetting {
  /** Where the HTTP client takes its turns. */
  store: Store;
  clock: VirtualClock;
  /** As an operator writes them. */
  options: unknown;
  cursor?: Cursor;
  /** What `papersToAsk` gives, by their names. */
  papersToAsk?: readonly string[];
  signal?: AbortSignal;
  /** Takes a step in. The step stands once it resolves; when it throws, the run was killed in that step. */
  take?: (step: Step) => Promise<void>;
}

export interface RunResult {
  steps: Step[];
  /** Of the last step that stands. */
  cursor: Cursor;
  /** What ended the run early; null where it came to its end. */
  error: unknown;
}

/** Runs a source once, as the program does: a step's records and its cursor stand together or not at all. */
export async function runSource<Options>(source: Source<Options>, setting: RunSetting): Promise<RunResult> {
  const { store, clock, cursor = null, papersToAsk = [], take } = setting;
  const signal = setting.signal ?? new AbortController().signal;
  const http = clientFor(source, { store, clock, signal });
  const result: RunResult = { steps: [], cursor, error: null };
  try {
    const steps = source.gather({
      options: source.options.parse(setting.options),
      cursor,
      http,
      now: () => clock.now(),
      signal,
      papersToAsk: async ({ limit }) => papersToAsk.slice(0, limit).map(toAsk),
      codeToAsk: async () => [],
    });
    for await (const step of steps) {
      await take?.(step);
      result.steps.push(step);
      // Between runs a cursor is JSON in a table.
      result.cursor = JSON.parse(JSON.stringify(step.cursor)) as Cursor;
    }
  } catch (error) {
    result.error = error;
  } finally {
    await http.close();
  }
  return result;
}

function toAsk(value: string, index: number): PaperToAsk {
  return { paperId: index + 1, value, title: `Paper ${value}`, identity: { scheme: 'arxiv', value } };
}

/** The keys of the records that steps bring, with versions: `2610.00001v1`. */
export function keysIn(steps: readonly Step[]): string[] {
  return steps.flatMap(({ items }) =>
    items.flatMap((item) => (item.ok ? `${item.record.key}v${item.record.version ?? 0}` : [])),
  );
}

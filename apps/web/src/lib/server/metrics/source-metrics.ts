import type { Store } from '@broadsheet/papers';
import { listSourceStates, type SourceState } from '@broadsheet/sources';
import { Counter, Gauge, type Registry } from 'prom-client';

const counters = [
  ['records', 'Records that a source has brought.'],
  ['created', 'Papers that were new when a source brought them.'],
  ['rejected', 'Records of a source that could not be taken in.'],
] as const;

/** A source for which there is no such value has no such line. Instants are seconds since 1970. */
const gauges: readonly [name: string, help: string, value: (state: SourceState) => number | null][] = [
  ['failures', 'Runs of a source that have failed in a row.', ({ failures }) => failures],
  ['running', 'Whether a source is asked now: 1 or 0.', ({ running }) => Number(running)],
  ['last_success_timestamp_seconds', 'End of the last good run of a source.', (s) => seconds(s.succeededAt)],
  ['next_run_timestamp_seconds', 'When a source is asked next.', (s) => seconds(s.nextRunAt)],
];

/**
 * How gathering stands, by source. Any number of processes gather, and the store counts for all of them: `refresh` reads
 * what it holds, once for all of these metrics.
 */
export function sourceMetrics(
  store: () => Pick<Store, 'query'>,
  registers: [Registry],
): { refresh(): Promise<void> } {
  const described = (name: string, help: string) => ({ name, help, labelNames: ['source'], registers });
  const counted = counters.map(([field, help]) => {
    const counter = new Counter(described(`broadsheet_source_${field}_total`, help));
    return { field, counter };
  });
  const gauged = gauges.map(([name, help, value]) => {
    const gauge = new Gauge(described(`broadsheet_source_${name}`, help));
    return { gauge, value };
  });
  return {
    async refresh() {
      const states = await listSourceStates(store());
      for (const { field, counter } of counted) {
        counter.reset();
        for (const state of states) counter.inc({ source: state.name }, state[field]);
      }
      for (const { gauge, value } of gauged) {
        gauge.reset();
        for (const state of states) {
          const known = value(state);
          if (known !== null) gauge.set({ source: state.name }, known);
        }
      }
    },
  };
}

function seconds(at: Date | null): number | null {
  return at === null ? null : at.getTime() / 1000;
}

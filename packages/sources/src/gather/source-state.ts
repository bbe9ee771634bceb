import { randomUUID } from 'node:crypto';
import type { Store } from '@broadsheet/papers';
import type { Cursor, Step } from '../source.ts';

/** How gathering stands at one source. */
export interface SourceState {
  name: string;
  nextRunAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  succeededAt: Date | null;
  /** Somebody runs it now. */
  running: boolean;
  progress: Step['progress'] | null;
  /** Failed runs since the last that succeeded. */
  failures: number;
  error: string | null;
  hint: string | null;
  runs: number;
  records: number;
  created: number;
  rejected: number;
}

/**
 * A run that was killed is believed to be alive for so long, in milliseconds. Longer than one step takes between two
 * signs of life.
 */
const lease = 300_000;

/** What a finished part of a run has brought. */
export interface Brought {
  records: number;
  created: number;
  rejected: number;
}

/** The one run of a source that is under way. */
export interface HeldRun {
  cursor: Cursor;
  /** Keeps what a step brought, and shows that the run is alive. @throws Error when another run has taken over. */
  keep(step: Pick<Step, 'cursor' | 'progress'>, brought: Brought): Promise<void>;
  /** A sign of life between steps. */
  renew(): Promise<void>;
  /** Ends the run. */
  end(outcome: {
    nextRunAt: Date;
    at: Date;
    /** It came to its end; one that was interrupted did neither that nor fail. */
    succeeded: boolean;
    failure: { message: string; hint: string } | null;
  }): Promise<void>;
}

type Database = Pick<Store, 'query'>;

/**
 * Takes the run of a source for this process; null while another process runs it. Time is the store's own, so that
 * clocks of several machines do not matter.
 */
export async function holdRun(store: Database, name: string, at: Date): Promise<HeldRun | null> {
  const holder = randomUUID();
  const [row] = await store.query<{ cursor: Cursor }>(
    `insert into source_states as s (name, started_at, held_by, held_until, runs)
     values ($1, $2, $3, clock_timestamp() + $4::float8 * interval '1 millisecond', 1)
     on conflict (name) do update
        set started_at = excluded.started_at, held_by = excluded.held_by, held_until = excluded.held_until,
            progress = null, runs = s.runs + 1
      where s.held_by is null or s.held_until <= clock_timestamp()
     returning cursor`,
    [name, at, holder, lease],
  );
  if (row === undefined) return null;
  const mine = `where name = $1 and held_by = $2`;
  const until = `held_until = clock_timestamp() + ${lease} * interval '1 millisecond'`;
  return {
    cursor: row.cursor,
    async keep({ cursor, progress }, { records, created, rejected }) {
      const kept = await store.query(
        `update source_states
            set cursor = $3::jsonb, progress = $4::jsonb, records = records + $5, created = created + $6,
                rejected = rejected + $7, ${until}
          ${mine} returning name`,
        [
          name,
          holder,
          JSON.stringify(cursor),
          progress === undefined ? null : JSON.stringify(progress),
          records,
          created,
          rejected,
        ],
      );
      if (kept.length === 0) throw new Error(`Another run of ${name} has taken over.`);
    },
    async renew() {
      await store.query(`update source_states set ${until} ${mine}`, [name, holder]);
    },
    async end({ nextRunAt, at: endedAt, succeeded, failure }) {
      await store.query(
        `update source_states
            set held_by = null, held_until = null, progress = null, ended_at = $3, next_run_at = $4,
                succeeded_at = case when $7::boolean then $3 else succeeded_at end,
                failures = case when $7::boolean then 0 when $5::text is null then failures else failures + 1 end,
                error = case when $7::boolean then null else coalesce($5, error) end,
                hint = case when $7::boolean then null else coalesce($6, hint) end
          ${mine}`,
        [name, holder, endedAt, nextRunAt, failure?.message ?? null, failure?.hint ?? null, succeeded],
      );
    },
  };
}

/** How many runs of a source have failed in a row. */
export async function failuresOf(store: Database, name: string): Promise<number> {
  const [row] = await store.query<{ failures: number }>(
    'select failures from source_states where name = $1',
    [name],
  );
  return row?.failures ?? 0;
}

/** How gathering stands at every source that ever ran, by name. */
export async function listSourceStates(store: Database): Promise<SourceState[]> {
  return store.query<SourceState>(
    `select name, next_run_at as "nextRunAt", started_at as "startedAt", ended_at as "endedAt",
            succeeded_at as "succeededAt", coalesce(held_until > clock_timestamp(), false) as running, progress, failures,
            error, hint, runs, records, created, rejected
       from source_states order by name`,
  );
}

/** Names of those sources whose next run is due, the most overdue first; ones that never ran are due. */
export async function dueSources(store: Database, names: readonly string[], now: Date): Promise<string[]> {
  const rows = await store.query<{ name: string }>(
    `select n.name from unnest($1::text[]) with ordinality as n (name, place) left join source_states s using (name)
      where (s.next_run_at is null or s.next_run_at <= $2)
        and (s.held_by is null or s.held_until <= clock_timestamp())
      order by s.next_run_at nulls first, n.place`,
    [names, now],
  );
  return rows.map(({ name }) => name);
}

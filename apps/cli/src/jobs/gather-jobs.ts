import type { Store } from '@broadsheet/papers';
import {
  dueSources,
  gatherSource,
  userAgent,
  type GatherReport,
  type SourceSettings,
} from '@broadsheet/sources';
import type { PgBoss } from 'pg-boss';
import { networkRules } from '../settings.ts';

export interface GatherJobs {
  /** Looks at once for what is due, without waiting for the next minute. */
  look(): Promise<void>;
}

export interface GatherJobsOptions {
  store: Store;
  boss: PgBoss;
  settings: SourceSettings;
  /** Aborted when the program ends: runs stop behind the step in hand and go on at the next start. */
  signal: AbortSignal;
  /** Hears how each run went. */
  onRun: (source: string, report: GatherReport) => void;
}

const dueQueue = 'gather-due';
/** A queue for each source: a process takes jobs of those alone that it has chosen. */
const queueOf = (source: string) => `gather-${source}`;

/**
 * Gathers from the chosen sources whenever they are due: every minute one process looks which are, and puts each into its
 * queue once; whoever is free runs it. Any number of processes may do this on one server.
 */
export async function startGatherJobs({
  store,
  boss,
  settings,
  signal,
  onRun,
}: GatherJobsOptions): Promise<GatherJobs> {
  const names = settings.chosen.map(({ source }) => source.name);
  const look = async () => {
    for (const name of await dueSources(store, names, new Date())) await boss.send(queueOf(name));
  };
  for (const { source, options } of settings.chosen) {
    const queue = queueOf(source.name);
    // A job that was lost with its process frees its place when its heart stops; a run's own lease guards against two at once.
    await boss.createQueue(queue, {
      policy: 'exclusive',
      retryLimit: 0,
      expireInSeconds: 23 * 3600,
      heartbeatSeconds: 60,
    });
    await boss.work(queue, { pollingIntervalSeconds: 2 }, async () => {
      if (signal.aborted) return;
      const report = await gatherSource(store, source, options, {
        userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact: settings.contact }),
        signal,
        http: networkRules(),
      });
      if (report !== null) onRun(source.name, report);
    });
  }
  await boss.createQueue(dueQueue, { policy: 'singleton', retryLimit: 0, expireInSeconds: 60 });
  await boss.work(dueQueue, { pollingIntervalSeconds: 5 }, look);
  await boss.schedule(dueQueue, '* * * * *');
  return { look };
}

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
const gatherQueue = 'gather';

/**
 * Gathers from the chosen sources whenever they are due: every minute one process looks which are, and puts each into the
 * queue once; whoever is free runs it. Any number of processes may do this on one server.
 */
export async function startGatherJobs({
  store,
  boss,
  settings,
  signal,
  onRun,
}: GatherJobsOptions): Promise<GatherJobs> {
  const chosen = new Map(settings.chosen.map((one) => [one.source.name, one]));
  await boss.createQueue(dueQueue, { policy: 'singleton', retryLimit: 0, expireInSeconds: 60 });
  // A job that was lost with its process frees its place when its heart stops; a run's own lease guards against two at once.
  await boss.createQueue(gatherQueue, {
    policy: 'exclusive',
    retryLimit: 0,
    expireInSeconds: 23 * 3600,
    heartbeatSeconds: 60,
  });

  const look = async () => {
    for (const name of await dueSources(store, [...chosen.keys()], new Date())) {
      await boss.send(gatherQueue, { source: name }, { singletonKey: name });
    }
  };
  await boss.work(dueQueue, { pollingIntervalSeconds: 5 }, look);
  await boss.work<{ source: string }>(
    gatherQueue,
    { localConcurrency: Math.min(8, Math.max(1, chosen.size)), pollingIntervalSeconds: 2 },
    async ([job]) => {
      // Another process may have chosen sources that this one has not.
      const one = job && chosen.get(job.data.source);
      if (one === undefined || signal.aborted) return;
      const report = await gatherSource(store, one.source, one.options, {
        userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact: settings.contact }),
        signal,
        http: networkRules(),
      });
      if (report !== null) onRun(one.source.name, report);
    },
  );
  await boss.schedule(dueQueue, '* * * * *');
  return { look };
}

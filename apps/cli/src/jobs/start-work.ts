import type { Store } from '@broadsheet/papers';
import type { GatherReport, SourceSettings } from '@broadsheet/sources';
import { plain } from '../print.ts';
import { startGatherJobs } from './gather-jobs.ts';
import { openQueue } from './queue.ts';

/** How long jobs in hand may take to finish when the program ends, in milliseconds. */
const patience = 15_000;

/** Starts the scheduled work of this process. `stop` lets runs end behind the step in hand. */
export async function startWork(store: Store, settings: SourceSettings): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const boss = await openQueue(store, (error) => console.error(`The job queue: ${error.message}`));
  const jobs = await startGatherJobs({
    store,
    boss,
    settings,
    signal: stopping.signal,
    onRun: tellRuns(),
  });
  await jobs.look();
  return {
    async stop() {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: patience });
    },
  };
}

/** Tells what runs brought, and each trouble once until it has passed: `broadsheet sources` shows how things stand. */
function tellRuns(): (source: string, report: GatherReport) => void {
  const told = new Map<string, string>();
  return (source, { created, failure }) => {
    if (created > 0) console.error(`${source}: ${created} new ${created === 1 ? 'paper' : 'papers'}.`);
    if (failure === null) {
      told.delete(source);
      return;
    }
    // Without a network all sources fail alike.
    const offline = failure.kind === 'network';
    if (told.get(source) === failure.kind || (offline && [...told.values()].includes('network'))) {
      told.set(source, failure.kind);
      return;
    }
    told.set(source, failure.kind);
    console.error(
      offline
        ? `${plain(failure.message)} Gathering goes on by itself when the network is back.`
        : `${source}: ${plain(failure.message)} ${plain(failure.hint)}`,
    );
  };
}

/** A harvest of the synthetic arXiv into a new embedded store, in a process of its own that tells how far it is. */
import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@broadsheet/papers';
import { arxivOai, gatherSource, type GatherReport } from '@broadsheet/sources';

export interface HarvestTask {
  /** A folder for the store. */
  home: string;
  /** Address of the OAI-PMH service. */
  baseUrl: string;
  /** Records between two samples. */
  every: number;
}

/** How the harvest was between the sample before and this one. */
export interface Sample {
  /** Records so far. */
  records: number;
  /** Records since the sample before, and the milliseconds that they took. */
  fresh: number;
  took: number;
  /** Largest resident memory of the process since the sample before, in bytes, looked at behind each page. */
  memory: number;
  /** Size of the store's folder in bytes. */
  folder: number;
}

export interface HarvestEnd {
  /** To open the new, empty store, in milliseconds. */
  opening: number;
  /** Behind the last record: statistics and trending scores, in milliseconds. */
  finishing: number;
  report: Pick<GatherReport, 'records' | 'created' | 'rejected' | 'failure'>;
}

type Message = { sample: Sample } | { end: HarvestEnd };

/**
 * Runs it until its end or until the signal, which ends the process at once.
 * @returns null where it was ended before its end.
 * @throws Error when the process fails.
 */
export function harvest(
  task: HarvestTask,
  { signal, onSample }: { signal: AbortSignal; onSample: (sample: Sample) => void },
): Promise<HarvestEnd | null> {
  // As the package's scripts start the program.
  const child = fork(import.meta.filename, { execArgv: ['--max-semi-space-size=8'] });
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let end: HarvestEnd | null = null;
    child.on('message', (message: Message) => {
      if ('sample' in message) onSample(message.sample);
      else end = message.end;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      end === null && !signal.aborted
        ? reject(new Error(`The harvest ended with code ${code}.`))
        : resolve(end),
    );
    child.send(task);
  });
}

async function run({ home, baseUrl, every }: HarvestTask, tell: (message: Message) => void): Promise<void> {
  const start = performance.now();
  const store = await openStore({ home, databaseUrl: '' });
  const opened = performance.now();
  let [sampled, since, stepped, memory] = [0, opened, opened, 0];
  const sample = (records: number) => {
    tell({
      sample: { records, fresh: records - sampled, took: stepped - since, memory, folder: sizeOf(home) },
    });
    [sampled, since, memory] = [records, performance.now(), 0];
  };
  // What is measured is Broadsheet and not arXiv's patience: the pause between two requests is left out.
  const source = { ...arxivOai, etiquette: { ...arxivOai.etiquette, interval: 0 } };
  const options = source.options.parse({ baseUrl, sets: [], from: '2005-09-16' });
  const report = await gatherSource(store, source, options, {
    userAgent: 'Broadsheet/bench',
    signal: new AbortController().signal,
    http: { allowLoopback: true },
    onStep: ({ records }) => {
      stepped = performance.now();
      memory = Math.max(memory, process.memoryUsage.rss());
      if (records - sampled >= every) sample(records);
    },
  });
  const finishing = performance.now() - stepped;
  if (report === null) throw new Error('Somebody else harvests into the new store.');
  if (report.records > sampled) sample(report.records);
  await store.close();
  const { records, created, rejected, failure } = report;
  tell({ end: { opening: opened - start, finishing, report: { records, created, rejected, failure } } });
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (size, entry) =>
        size + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

if (process.send !== undefined && import.meta.main) {
  // Without the benchmark nobody wants it.
  process.once('disconnect', () => process.exit());
  process.once('message', async (task) => {
    await run(task as HarvestTask, (message) => process.send?.(message));
    process.disconnect();
  });
}

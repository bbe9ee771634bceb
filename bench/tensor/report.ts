/** The tables of the tensor benchmark in Markdown. */
import { median } from '../median.ts';
import { table } from '../table.ts';
import { tolerance } from './agreement.ts';
import type { Row } from './index.ts';
import { micros } from './micro.ts';
import type { Setting } from './peer.ts';
import { own, torchNames } from './peers.ts';
import { steps } from './steps.ts';
import type { Torch } from './torch.ts';
import { isStep, type TaskName } from './values.ts';

interface Reported {
  rows: readonly Row[];
  versions: Readonly<Record<string, string>>;
  torch: Torch | null;
  threads: readonly number[];
  rounds: number;
  quick: boolean;
}

/** What the rows are compared with: below 1 is faster. */
const compared = [...Object.values(torchNames), own];

export function report({ rows, versions, torch, threads, rounds, quick }: Reported): string {
  const parts = [
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ') +
      `. Medians of all warm runs of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; a time counts only where ` +
      `the first losses, or the results, agree within a share of ${tolerance}.`,
    torch === null
      ? 'PyTorch is left out: not installed (`apt-get install --no-install-recommends python3-torch python3-numpy libopenblas0-pthread`).'
      : `OpenBLAS kernels, GFLOP/s: ${Object.entries(torch.cores)
          .map(([core, speed]) => `${core} ${speed.toFixed(0)}`)
          .join(', ')}; taken: ${torch.core ?? 'found by itself'}.`,
    ...(quick ? ['A quick look: settings as they mostly are best, none tried.'] : []),
  ];
  for (const count of threads) {
    const here = rows.filter((row) => row.threads === count);
    parts.push(`### ${count} ${count === 1 ? 'thread' : 'threads'}`);
    for (const some of [here.filter(({ task }) => isStep(task)), here.filter(({ task }) => !isStep(task))])
      if (some.length > 0) parts.push(tableOf(some));
  }
  parts.push(
    Object.entries({ ...steps, ...micros })
      .filter(([name]) => rows.some(({ task }) => task === name))
      .map(([name, { about }]) => `- ${name}: ${about}`)
      .join('\n'),
  );
  return parts.join('\n\n');
}

function tableOf(rows: readonly Row[]): string {
  const middle = (task: TaskName, stack: string) =>
    median(rows.find((row) => row.task === task && row.stack === stack)?.times ?? []);
  return table(
    ['task', 'stack', 'settings', 'median', 'fastest to slowest', ...compared.map((name) => `to ${name}`)],
    rows.map(({ task, stack, setting, times, missing }) => {
      if (missing !== null) return [task, stack, reasonOf(missing), '–', '', ...compared.map(() => '')];
      const time = median(times);
      return [
        task,
        stack,
        settingsOf(setting),
        shown(task, time),
        `${shown(task, Math.min(...times))} to ${shown(task, Math.max(...times))}`,
        ...compared.map((name) => ratio(time, middle(task, name))),
      ];
    }),
    3,
  );
}

/** A time, or the rate that it comes to. */
function shown(task: TaskName, milliseconds: number): string {
  const rate = isStep(task) ? undefined : micros[task].rate;
  if (rate === undefined) return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`;
  return `${(rate.amount / milliseconds / 1e6).toFixed(1)} ${rate.unit}`;
}

/** Of times: below 1 is faster. */
function ratio(time: number, other: number): string {
  return Number.isNaN(other) ? '' : (time / other).toFixed(2);
}

function settingsOf(setting: Setting): string {
  return Object.entries(setting)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name} ${value}`))
    .join(', ');
}

/** On one line, and nothing that would end a cell. */
function reasonOf(reason: string): string {
  return `no time: ${reason.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 200)}`;
}

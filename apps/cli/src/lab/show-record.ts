import {
  figure,
  markdownTable,
  metricLabel,
  orderedMetrics,
  type DataSet,
  type RunRecord,
} from '@broadsheet/lab';
import { plain, print } from '../print.ts';
import { span } from './watch-run.ts';

/** A record for people: what was measured beside the baselines, and where it is. */
export function printRecord(record: RunRecord): void {
  const { metrics, baselines, seconds, encoder, plan, steps } = record;
  const names = orderedMetrics(Object.keys(metrics));
  const row = (label: string, own: Readonly<Record<string, number>>): string[] => [
    label,
    ...names.map((name) => (own[name] === undefined ? '–' : figure(name, own[name]))),
  ];
  print(
    `${plan.method}, ${steps} steps in ${span(seconds.training)}; ${encoder.parameters.toLocaleString('en')} parameters, ` +
      `representations of ${encoder.gives} numbers.`,
  );
  print(
    markdownTable(
      ['', ...names.map(metricLabel)],
      [
        row('after training', metrics),
        ...(baselines.untrained === null ? [] : [row('untrained encoder', baselines.untrained)]),
        ...(baselines.raw === null ? [] : [row('raw inputs', baselines.raw)]),
      ],
    ),
  );
  print(`Record ${record.id}`);
}

const most = 10;

/** What could not be read of the data, on standard error. */
export function tellFaults({ faults }: DataSet): void {
  for (const { where, what } of faults.slice(0, most))
    process.stderr.write(`${plain(where)}: ${plain(what)}\n`);
  if (faults.length > most)
    process.stderr.write(`… and ${faults.length - most} more that could not be read.\n`);
}

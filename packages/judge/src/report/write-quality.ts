import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ContinualRun } from '../continual/continual-study.ts';
import type { InterestStudy } from '../interests/interest-study.ts';
import { readInterestStudy } from '../suite/interest-runs.ts';
import { readRecord, type SuiteRecord } from '../suite/record.ts';
import { judgedSets } from '../suite/sets.ts';
import { readTrainingRuns, type TrainingRun } from '../suite/training-runs.ts';
import { readContinualRuns } from '../suite/continual-runs.ts';
import { betweenMarks } from './between-marks.ts';
import { continualTable } from './continual-table.ts';
import { interestSettingsTable, interestTable, severalInterestsTable } from './interest-tables.ts';
import { intervalPlot } from './interval-plot.ts';
import {
  encoderList,
  goalTable,
  recommendTable,
  searchOverview,
  searchTable,
  similarTable,
} from './tables.ts';
import { trainingPlots } from './training-plots.ts';
import { trainingTable } from './training-table.ts';

const docs = resolve(import.meta.dirname, '../../../../docs');
export const qualityPage = join(docs, 'quality.md');
const images = join(docs, 'images/quality');

/** The page with its tables made anew from the records. */
export function withTables(
  page: string,
  records: readonly SuiteRecord[],
  runs: readonly TrainingRun[],
  continual: readonly ContinualRun[],
  interests: InterestStudy | null = null,
): string {
  let written = page;
  written = betweenMarks(written, 'goals', goalTable(records, interests));
  written = betweenMarks(written, 'encoders', encoderList(records));
  written = betweenMarks(written, 'overview', searchOverview(records));
  for (const { name, kind } of judgedSets)
    if (kind === 'search') written = betweenMarks(written, name, searchTable(records, name));
  written = betweenMarks(written, 'csfcube', similarTable(records));
  written = betweenMarks(written, 'citeulike-t', recommendTable(records));
  written = betweenMarks(written, 'interests', interestTable(interests));
  written = betweenMarks(written, 'interest-settings', interestSettingsTable(interests));
  written = betweenMarks(written, 'several-interests', severalInterestsTable(interests));
  written = betweenMarks(written, 'training', trainingTable(runs));
  return betweenMarks(written, 'continual', continualTable(continual));
}

/** All records that there are. */
export async function readRecords(): Promise<SuiteRecord[]> {
  const records = await Promise.all(judgedSets.map(({ name }) => readRecord(name)));
  return records.flatMap((record) => record ?? []);
}

/** Writes the tables and pictures of docs/quality.md anew from the records. */
export async function writeQuality(records: readonly SuiteRecord[]): Promise<void> {
  const runs = await readTrainingRuns();
  const page = await readFile(qualityPage, 'utf8');
  const written = withTables(page, records, runs, await readContinualRuns(), await readInterestStudy());
  await writeFile(qualityPage, written);
  await mkdir(images, { recursive: true });
  for (const [name, svg] of [...plots(records), ...trainingPlots(runs)])
    await writeFile(join(images, `${name}.svg`), svg);
}

function plots(records: readonly SuiteRecord[]): [string, string][] {
  const titled = (set: string) => judgedSets.find(({ name }) => name === set)?.title ?? set;
  const search = records.flatMap((record) =>
    record.kind === 'search'
      ? [
          {
            label: titled(record.set),
            points: record.judged.systems.map(({ name, measures }) => ({
              system: name,
              value: measures['nDCG@10'],
            })),
          },
        ]
      : [],
  );
  const others = records.flatMap((record): [string, string][] => {
    if (record.kind === 'search') return [];
    const points =
      record.kind === 'similar'
        ? record.judged.systems.map(({ name, measures }) => ({ label: name, value: measures['NDCG%20'] }))
        : record.all.systems.map(({ name, recall }) => ({ label: name, value: recall }));
    const measure = record.kind === 'similar' ? 'NDCG%20' : 'recall@100';
    const title = `${titled(record.set)}: ${measure}`;
    return [
      [
        record.set,
        intervalPlot(
          {
            title,
            measure,
            description: `${measure} of each system with its 95 % interval; the figures are in the table.`,
          },
          points.map(({ label, value }) => ({ label, points: [{ system: measure, value }] })),
        ),
      ],
    ];
  });
  if (search.length === 0) return others;
  return [
    [
      'search',
      intervalPlot(
        {
          title: 'Search: nDCG@10 on each collection',
          measure: 'nDCG@10',
          description:
            'nDCG@10 of each system on each collection with its 95 % interval; the figures are in the tables.',
        },
        search,
      ),
    ],
    ...others,
  ];
}

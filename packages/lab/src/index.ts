/** The laboratory in Node: data sets from files, runs with checkpoints and records, recipes, reports. Floor 3. */
export * from './run/index.ts';
export { DataError, dataFolder } from './files/data-folder.ts';
export { knownDataSets, readDataSet, type KnownDataSet } from './files/data-sets.ts';
export { findRecipe, recipes } from './recipes/recipes.ts';
export {
  isMethodArm,
  type Analysis,
  type AnalysisArm,
  type AnalysisContext,
  type Arm,
  type Expectation,
  type MethodArm,
  type Recipe,
} from './recipes/recipe.ts';
export { recipeSummary, summarise, type RecipeSummary } from './recipes/summary.ts';
export { Checkpoints, type Unfinished } from './records/checkpoints.ts';
export { codeFacts } from './records/code-facts.ts';
export { machineFacts } from './records/machine-facts.ts';
export { performRun, type Performed, type PerformOptions } from './records/perform-run.ts';
export { readRecord, readRecords, writeRecord } from './records/record-files.ts';
export { readSummaries, recordsFolder } from './records/committed.ts';
export { storedRun } from './records/stored-run.ts';
export { writeWhole } from './records/write-whole.ts';
export { compareRecords, type Comparison } from './report/compare-records.ts';
export { comparisonTable } from './report/comparison-table.ts';
export { differenceFigure, figure, metricLabel, orderedMetrics, spreadFigure } from './report/figures.ts';
export { leaderboards, type Leaderboard, type Standing } from './report/leaderboards.ts';
export { markdownTable } from './report/markdown-table.ts';
export { spreadOf, standardError, type Spread } from './report/spread.ts';
export { summaryTable } from './report/summary-table.ts';
export { families, type Family, type Modality, type Row, type RowKind } from './rows/row.ts';
export { findRow, rows } from './rows/rows.ts';
export { stateOf, type RowState } from './rows/state-of.ts';

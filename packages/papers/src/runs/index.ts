export { findRun, listRuns, type RunFilter } from './list-runs.ts';
export { saveRun } from './save-run.ts';
export type { StoredRun } from './stored-run.ts';

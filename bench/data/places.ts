import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A file of the benchmark data that is not there, with what to do. */
export class MissingData extends Error {
  override readonly name = 'MissingData';
}

/**
 * The papers to measure with: `papers.jsonl.gz` of the data folder, or, where that is not at hand, the sample that
 * comes with Broadsheet.
 */
export function papersFile(folder: string): string {
  const large = join(folder, 'papers.jsonl.gz');
  return existsSync(large) ? large : join(root, 'data/sample.jsonl.gz');
}

/** Daily vote counts of the Hugging Face list: all of the data folder's, or those that come with Broadsheet. */
export function snapshotsFile(folder: string): string {
  const large = join(folder, 'hf_daily_snapshots.jsonl.gz');
  return existsSync(large) ? large : join(root, 'data/popularity.jsonl.gz');
}

/**
 * A judged collection in the BEIR layout: `corpus.jsonl.gz`, `queries.jsonl`, `qrels/test.tsv`.
 * @throws MissingData when it is not there.
 */
export function judgedFolder(folder: string, name: string): string {
  const place = join(folder, 'ir', name);
  if (!existsSync(join(place, 'corpus.jsonl.gz')))
    throw new MissingData(
      `There is no ${join(place, 'corpus.jsonl.gz')}. Name the folder that holds ir/${name} with --data.`,
    );
  return place;
}

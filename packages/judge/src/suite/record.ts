import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextEncoder } from '@broadsheet/learn';
import { searchFusion, type Fusion } from '@broadsheet/search';
import type { RecommendJudgement } from '../recommend/judge-recommend.ts';
import type { SearchJudgement } from '../search/judge-search.ts';
import type { SimilarJudgement } from '../similar/judge-similar.ts';

/** What a record follows from, besides the set and the program: it is judged again where one of these changes. */
export interface RecordOrigin {
  /** The encoder's fingerprint. */
  readonly encoder: string | null;
  readonly seed: number;
  /** How words and meaning are weighed. */
  readonly fusion: Fusion;
}

export function originOf(encoder: TextEncoder | null, seed: number): RecordOrigin {
  return { encoder: encoder?.fingerprint ?? null, seed, fusion: searchFusion };
}

/** What a run of the suite came to on one set: the tables are made from these. */
export type SuiteRecord = {
  readonly set: string;
  /** Changes when judging changes, so that old records are not taken for new ones. */
  readonly format: typeof recordFormat;
  readonly of: RecordOrigin;
} & (
  | { readonly kind: 'search'; readonly judged: SearchJudgement }
  | { readonly kind: 'similar'; readonly judged: SimilarJudgement }
  | { readonly kind: 'recommend'; readonly judged: RecommendJudgement; readonly all: RecommendJudgement }
);

export const recordFormat = 1;

/** Records lie beside the sources and are committed: the pages quote them. */
export const recordsFolder = join(import.meta.dirname, '../../records');

/** The record of a set, or null where there is none that this release reads. */
export async function readRecord(set: string, folder = recordsFolder): Promise<SuiteRecord | null> {
  const path = join(folder, `${set}.json`);
  if (!existsSync(path)) return null;
  const record = JSON.parse(await readFile(path, 'utf8')) as SuiteRecord;
  return record.format === recordFormat ? record : null;
}

/** Writes a record as a whole or not at all. */
export async function writeRecord(record: SuiteRecord, folder = recordsFolder): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${record.set}.json`);
  await writeFile(`${path}.new`, `${JSON.stringify(record, shortNumbers, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** Six digits tell more than the intervals allow. */
export function shortNumbers(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextEncoder } from '@broadsheet/learn';
import { studyInterests, type InterestStudy } from '../interests/interest-study.ts';
import { readCiteULike } from '../recommend/read-citeulike.ts';
import { recordsFolder, shortNumbers } from './record.ts';

const file = join(recordsFolder, 'interests.json');

/** What was measured of interests, or null where nothing was. */
export async function readInterestStudy(): Promise<InterestStudy | null> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as InterestStudy) : null;
}

/** Measures interests on the readers of CiteULike-t and keeps what it came to. */
export async function makeInterestStudy(options: {
  readonly folder: string;
  readonly encoder: TextEncoder;
  readonly seed: number;
  readonly onProgress: (what: string, done: number, of: number) => void;
}): Promise<void> {
  const { folder, ...others } = options;
  const study = await studyInterests(await readCiteULike(folder), others);
  await mkdir(recordsFolder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(study, shortNumbers, 2)}\n`);
  await rename(`${file}.new`, file);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { labRecord, type LabRecord } from '../run/run-record.ts';
import { writeWhole } from './write-whole.ts';

/** Writes a record as JSON; the same record gives the same bytes. */
export function writeRecord(path: string, record: LabRecord): Promise<void> {
  return writeWhole(path, `${JSON.stringify(record, null, 1)}\n`);
}

/** @throws Error that names the file and the field. */
export async function readRecord(path: string): Promise<LabRecord> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is no record: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const found = labRecord.safeParse(value);
  if (found.success) return found.data;
  throw new Error(`${path} is no record:\n${z.prettifyError(found.error)}`);
}

/** Every record of a folder, by file name; `summary.json` is none. Empty where there is no folder. */
export async function readRecords(folder: string): Promise<Map<string, LabRecord>> {
  const names = await readdir(folder).catch((): string[] => []);
  const wanted = names.filter((name) => name.endsWith('.json') && name !== 'summary.json').sort();
  return new Map(
    await Promise.all(wanted.map(async (name) => [name, await readRecord(join(folder, name))] as const)),
  );
}

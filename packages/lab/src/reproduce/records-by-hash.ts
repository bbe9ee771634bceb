import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords } from '../records/record-files.ts';
import type { LabRecord } from '../run/run-record.ts';

/** The records of runs of all rows by their hash. Those of analyses are their row's alone. */
export async function recordsByHash(folder: string): Promise<Map<string, LabRecord>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = new Map<string, LabRecord>();
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const records = await readRecords(join(folder, entry.name)).catch(() => new Map<string, LabRecord>());
    for (const record of records.values()) if (record.kind === 'run') found.set(record.hash, record);
  }
  return found;
}

import { readFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { checksum, checksumOfFiles } from './checksum.ts';

const unzip = promisify(gunzip);

/** A file that a data set wants in the laboratory's folder. */
export interface WantedFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  /** SHA-256 of the file as it lies there. */
  readonly sha256: string;
}

/** Some data that is not there, or is other data: what is wanted, and where. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * The folder of data sets that are not shipped: as given, else `$BROADSHEET_LAB_DATA`, else `./lab-data`. It may be several,
 * separated as in PATH: what is not in the first is looked for in the next.
 */
export function dataFolder(given?: string): string {
  const folders = (given ?? (process.env['BROADSHEET_LAB_DATA'] || 'lab-data')).split(delimiter);
  return folders.map((folder) => resolve(folder)).join(delimiter);
}

/**
 * Reads the files of a data set, `.gz` unpacked, and makes sure that they are those that figures were published for.
 * Nothing is ever fetched.
 * @returns their contents by path, and the checksum of all together.
 * @throws DataError that lists what is missing, where it belongs and its checksum.
 */
export async function readWanted(
  name: string,
  wanted: readonly WantedFile[],
  folder: string,
): Promise<{ files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; checksum: string }> {
  const read = await Promise.all(
    wanted.map(async (file) => ({ ...file, bytes: await readFirst(folder.split(delimiter), file.path) })),
  );
  const missing = read.filter(({ bytes }) => bytes === null);
  if (missing.length > 0)
    throw new DataError(
      `The data set ${name} is not in ${folder}.`,
      `Put there (or name another folder by --data-folder or BROADSHEET_LAB_DATA):\n${missing
        .map(({ path, sha256 }) => `    ${path}  SHA-256 ${sha256}`)
        .join('\n')}`,
    );
  const found = read.map(({ path, sha256, bytes }) => ({
    name: path,
    sha256,
    bytes: bytes ?? Buffer.alloc(0),
  }));
  for (const { name: path, sha256, bytes } of found) {
    const is = checksum(bytes);
    if (is !== sha256)
      throw new DataError(
        `The file ${path} in ${folder} is another than ${name} wants.`,
        `Its SHA-256 is ${is}, and ${sha256} is wanted. To learn from other data, name the file itself by --data.`,
      );
  }
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name: path, bytes } of found)
    files.set(path, new Uint8Array(path.endsWith('.gz') ? await unzip(bytes) : bytes));
  return { files, checksum: checksumOfFiles(found) };
}

async function readFirst(folders: readonly string[], path: string): Promise<Buffer | null> {
  for (const folder of folders) {
    const bytes = await readFile(join(folder, path)).catch(() => null);
    if (bytes !== null) return bytes;
  }
  return null;
}

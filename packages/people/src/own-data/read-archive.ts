import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceRecord } from '@broadsheet/papers';
import { Parser, type ReadEntry } from 'tar';
import { namesOfRecord } from './find-papers.ts';

/** Bytes of a packed archive at most. */
export const largestArchive = 32 * 2 ** 20;
/** Bytes of an unpacked archive at most, of a room's file, and of a line of records. */
const limits = { unpacked: 512 * 2 ** 20, file: 64 * 2 ** 20, records: 448 * 2 ** 20, line: 2 ** 20 };
/** Files in an archive at most. */
const mostFiles = 100;
/** Records that are read of one archive. */
const mostRecords = 200_000;

/** An archive that cannot be taken, with the reason for people. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** What an archive holds, read and not yet believed. */
export interface ReadArchive {
  /** The JSON of each room's file, by the room's name. */
  rooms: Map<string, unknown>;
  /** The records that came with it, by all names of theirs; of several with one name the first. */
  records: Map<string, SourceRecord>;
  /** Files and lines that were left out, each with the reason. */
  refused: { what: string; reason: string }[];
}

/**
 * Reads an archive that `writeArchive` has made, or that somebody says was. Nothing is written anywhere. Only files that the format
 * knows are read, by their plain names; sizes, counts and kinds of entries are limited before anything is unpacked into memory.
 * @throws ArchiveError where it is no such archive or larger than is allowed.
 */
export async function readArchive(packed: Uint8Array): Promise<ReadArchive> {
  if (packed.length > largestArchive)
    throw new ArchiveError(`The archive is larger than ${largestArchive / 2 ** 20} MB.`);
  if (packed[0] !== 0x1f || packed[1] !== 0x8b)
    throw new ArchiveError('This is no archive of yours: choose the .tar.gz that the export gave.');
  const files = await unpack(packed);
  const manifest = parse(files.get('broadsheet-export.json'));
  if (!isManifest(manifest))
    throw new ArchiveError(
      'This archive is not one of Broadsheet’s, or of a version that is not known here.',
    );
  const archive: ReadArchive = { rooms: new Map(), records: new Map(), refused: [] };
  for (const [name, content] of files) {
    const room = /^([a-z][a-z-]{0,39})\.json$/.exec(name)?.[1];
    if (room === undefined || room === 'broadsheet-export') continue;
    const value = parse(content);
    if (value === undefined) archive.refused.push({ what: name, reason: 'It is not JSON.' });
    else archive.rooms.set(room, value);
  }
  readRecords(files.get('papers.jsonl'), archive);
  return archive;
}

async function unpack(packed: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let failure: Error | null = null;
  let count = 0;
  const parser = new Parser({
    strict: true,
    maxMetaEntrySize: 65_536,
    onReadEntry: (entry: ReadEntry) => {
      count++;
      const name = /^broadsheet-export\/([a-z][a-z0-9.-]{0,60}|README\.md)$/.exec(entry.path)?.[1];
      const limit = name === 'papers.jsonl' ? limits.records : limits.file;
      if (count > mostFiles) failure ??= new ArchiveError(`The archive has more than ${mostFiles} files.`);
      else if (entry.type !== 'File' || name === undefined)
        failure ??= new ArchiveError(
          `The archive holds ${entry.path.slice(0, 100)}, which does not belong into it.`,
        );
      else if (files.has(name)) failure ??= new ArchiveError(`The archive holds ${name} twice.`);
      else if (entry.size > limit) failure ??= new ArchiveError(`${name} is too large.`);
      if (failure !== null || name === undefined) {
        entry.resume();
        return;
      }
      const pieces: Buffer[] = [];
      files.set(name, Buffer.alloc(0));
      entry.on('data', (piece: Buffer) => pieces.push(piece));
      entry.on('end', () => files.set(name, Buffer.concat(pieces)));
    },
  });
  let length = 0;
  const whole = new Promise<void>((ended, failed) => {
    parser.on('end', ended);
    parser.on('error', failed);
  });
  whole.catch(() => {});
  const unpacked = createGunzip();
  // A failure comes out where the unpacked is read.
  pipeline(Readable.from([packed]), unpacked, () => {});
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > limits.unpacked) throw new ArchiveError('The archive unpacks to more than is allowed.');
      parser.write(piece);
      if (failure !== null) throw failure;
    }
    parser.end();
    await whole;
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('The archive is damaged: it could not be unpacked.', { cause: error });
  }
  if (failure !== null) throw failure;
  return files;
}

function parse(content: Buffer | undefined): unknown {
  if (content === undefined) return undefined;
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === 'broadsheet-own-data' &&
    'version' in value &&
    value.version === 1
  );
}

function readRecords(content: Buffer | undefined, { records, refused }: ReadArchive): void {
  if (content === undefined) return;
  let line = 0;
  let start = 0;
  while (start < content.length && line < mostRecords) {
    const found = content.indexOf(10, start);
    const end = found < 0 ? content.length : found;
    line++;
    if (end > start) readRecord(content.subarray(start, end), line, records, refused);
    start = end + 1;
  }
  if (start < content.length)
    refused.push({ what: 'papers.jsonl', reason: `Only the first ${mostRecords} records were read.` });
}

function readRecord(
  text: Buffer,
  line: number,
  records: Map<string, SourceRecord>,
  refused: ReadArchive['refused'],
): void {
  const read = text.length > limits.line ? undefined : SourceRecord.safeParse(parse(text));
  if (read?.success !== true) {
    if (refused.length < 500)
      refused.push({ what: `papers.jsonl, line ${line}`, reason: 'It is no record of a paper.' });
    return;
  }
  for (const name of namesOfRecord(read.data)) if (!records.has(name)) records.set(name, read.data);
}

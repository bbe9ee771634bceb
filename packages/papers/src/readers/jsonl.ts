import type { ReadItem } from '../record/reject.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { decode, lines, type ByteSource } from './chunks.ts';
import { readCorpusRow, readSnapshotRow } from './corpus-row.ts';
import { isRow, type Row } from './fields.ts';
import { readHuggingFaceItem } from './hugging-face-item.ts';
import { refused, taken } from './items.ts';

/**
 * Reads JSON Lines: one record a line, in any of the shapes that Broadsheet knows (its own export, the corpus file,
 * daily snapshots, Hugging Face items). A bad line is rejected by its number; the rest goes on.
 */
export async function* readJsonl(source: ByteSource, name: string): AsyncGenerator<ReadItem> {
  for await (const line of lines(decode(source))) {
    const position = `line ${line.number}`;
    const content = line.text.trim();
    if (content === '') continue;
    if (line.tooLong) {
      yield refused('jsonl', position, null, 'The line is longer than 8 MiB.', content);
      continue;
    }
    let row: unknown;
    try {
      row = JSON.parse(content);
    } catch (error) {
      yield refused('jsonl', position, null, `The line is not JSON: ${(error as Error).message}.`, content);
      continue;
    }
    yield isRow(row)
      ? readRow(position, row, name)
      : refused('jsonl', position, null, 'The line is JSON, but not an object.', content);
  }
}

function readRow(position: string, row: Row, name: string): ReadItem {
  // Our own export: ingest validates every field, so that the reject names the one at fault.
  if ('source' in row && 'key' in row && 'identities' in row)
    return taken(position, row as SourceRecordInput);
  if ('publishedPrecision' in row) return readCorpusRow(position, row);
  if ('upvotes' in row && 'day' in row) return readSnapshotRow(position, row);
  if ('paper' in row || 'summary' in row) return readHuggingFaceItem(position, row, name);
  return refused(
    'jsonl',
    position,
    null,
    'The object has none of the known shapes: see `broadsheet import --help`.',
    JSON.stringify(row),
  );
}

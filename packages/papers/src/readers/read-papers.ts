import type { ReadItem } from '../record/reject.ts';
import { readBibtex } from './bibtex.ts';
import { decode, peek, unpack, type ByteSource } from './chunks.ts';
import { readJson } from './json.ts';
import { readJsonl } from './jsonl.ts';
import { readPage } from './page.ts';
import { recogniseFormat, UnknownFormatError, type Format } from './recognise.ts';
import { readRis } from './ris.ts';
import { readXml } from './xml.ts';

export interface ReadOptions {
  /** The file's name, for what its ending and a date in it tell; `-` for standard input. */
  name: string;
  /** Skips recognition. */
  format?: Format;
}

/**
 * Reads a file of papers of any known kind, packed or not, item by item in the file's order. Bad items come as rejects
 * between the good ones; memory does not grow with the file, but for BibTeX and the stored page (64 MiB at most).
 * @throws UnknownFormatError when neither content nor name tell the kind.
 */
export async function* readPapers(
  source: ByteSource,
  { name, format }: ReadOptions,
): AsyncGenerator<ReadItem> {
  const { head, whole } = await peek(await unpack(source), 65_536);
  const kind = format ?? recogniseFormat(await firstText(head), name);
  switch (kind) {
    case 'page':
      yield* readPage(whole);
      break;
    case 'jsonl':
      yield* readJsonl(whole, name);
      break;
    case 'json':
      yield* readJson(whole, name);
      break;
    case 'xml':
      yield* readXml(whole);
      break;
    case 'bibtex':
      yield* readBibtex(whole);
      break;
    case 'ris':
      yield* readRis(whole);
      break;
    case null:
      throw new UnknownFormatError(
        head.length === 0 ? `${name} is empty.` : `${name} is of no kind that is known.`,
      );
  }
}

async function firstText(head: Uint8Array): Promise<string> {
  async function* once() {
    yield head;
  }
  return (await Array.fromAsync(decode(once()))).join('');
}

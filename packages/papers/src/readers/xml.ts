import type { ReadItem } from '../record/reject.ts';
import { readAtomEntry, readFeedItem } from './arxiv-atom.ts';
import { decode, type ByteSource } from './chunks.ts';
import { refused } from './items.ts';
import { readOaiError, readOaiRecord } from './oai.ts';
import { readXmlRecords } from './xml-records.ts';

const wanted = new Set(['entry', 'item', 'record', 'error']);

/** Reads the XML of arXiv and of OAI repositories: Atom entries, feed items, OAI records. */
export async function* readXml(source: ByteSource): AsyncGenerator<ReadItem> {
  for await (const piece of readXmlRecords(decode(source), wanted)) {
    if (piece.kind === 'broken') {
      yield refused('xml', 'document', null, piece.reason, '');
      return;
    }
    const { element, number } = piece;
    switch (element.name) {
      case 'entry':
        yield readAtomEntry(element, number);
        break;
      case 'item':
        yield readFeedItem(element, number);
        break;
      case 'error':
        yield readOaiError(element);
        break;
      default:
        yield readOaiRecord(element, number);
    }
  }
}

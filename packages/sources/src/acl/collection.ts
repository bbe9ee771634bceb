import { decode, readXmlRecords, type ReadItem } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { readPaper } from './paper.ts';
import { attributesOf, readVolume, type Volume } from './volume.ts';

/** Events have a `<meta>` too, which is not that of a volume. */
const wanted = new Set(['meta', 'paper', 'event']);

/** Records to a step: a large collection has several thousand papers. */
const batchSize = 500;

/**
 * Reads a collection (`2026.acl`) as it comes in, in batches of 500 papers.
 * @throws SourceError as the client throws it; `content` where the file is broken, after what was whole before it.
 */
export async function* readCollection(http: HttpClient, url: string): AsyncGenerator<ReadItem[]> {
  const answer = await http.request(url, { expect: 'xml' });
  let volume: Volume | undefined;
  let items: ReadItem[] = [];
  for await (const piece of readXmlRecords(decode(answer.bytes()), wanted)) {
    if (piece.kind === 'broken') {
      yield items;
      throw new SourceError(
        'content',
        `${new URL(url).pathname.split('/').at(-1)} of the ACL Anthology cannot be read. ${piece.reason}`,
        'The next run asks for it again. If it stays, the Anthology has a broken file.',
        { status: answer.status },
      );
    }
    if (piece.element.name === 'meta') volume = readVolume(piece.element, piece.within);
    if (piece.element.name !== 'paper') continue;
    // A paper of a volume without `<meta>` must not get the one of the volume before.
    const id = attributesOf(piece.within, 'volume')['id'] ?? '';
    if (volume?.id !== id) volume = readVolume({ ...piece.element, children: [] }, piece.within);
    items.push(readPaper(piece.element, volume));
    if (items.length < batchSize) continue;
    yield items;
    items = [];
  }
  yield items;
}

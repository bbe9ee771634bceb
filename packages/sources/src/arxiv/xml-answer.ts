import { decode, readXmlRecords, type XmlElement } from '@broadsheet/papers';
import type { Answer } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

/**
 * The elements of these names in an answer, as they come in; see `readXmlRecords` for the limits on hostile XML.
 * @throws SourceError `content` where the XML is broken or ends too soon, after what was whole before it.
 */
export async function* xmlElements(
  answer: Answer,
  wanted: ReadonlySet<string>,
): AsyncGenerator<XmlElement, void> {
  for await (const piece of readXmlRecords(withoutControls(decode(answer.bytes())), wanted)) {
    if (piece.kind === 'record') {
      yield piece.element;
      continue;
    }
    throw new SourceError(
      'content',
      `The answer of ${new URL(answer.url).host} cannot be read. ${piece.reason}`,
      'Usually this passes; the next run asks for it again. If it stays, the service has a broken record there.',
      { status: answer.status },
    );
  }
}

/**
 * XML holds no control characters, and abstracts do now and then. One of them would end the reading of a page of 2,500
 * records, again in every run.
 */
async function* withoutControls(text: AsyncIterable<string>): AsyncGenerator<string> {
  // eslint-disable-next-line no-control-regex -- that is what it is for
  for await (const chunk of text) yield chunk.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '\uFFFD');
}

import { child, childText, isDay, readOaiRecord, type ReadItem } from '@broadsheet/papers';
import type { Answer } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { xmlElements } from './xml-answer.ts';

/** One answer to `ListRecords`. */
export interface OaiPage {
  /** Its records in the repository's order, broken and deleted ones as rejects. */
  items: ReadItem[];
  /** The newest datestamp (a UTC day) on the page; null where there is none. */
  newest: string | null;
  /** What asks for the next page; null on the last one. */
  token: string | null;
  /** What the repository answered instead of records. */
  error: { code: string; message: string } | null;
}

const wanted = new Set(['record', 'error', 'resumptionToken']);

/**
 * Reads a page of records. Source: https://www.openarchives.org/OAI/openarchivesprotocol.html#ListRecords
 * @throws SourceError `content` where it is broken, or is no answer of an OAI repository.
 */
export async function readOaiPage(answer: Answer): Promise<OaiPage> {
  const page: OaiPage = { items: [], newest: null, token: null, error: null };
  for await (const element of xmlElements(answer, wanted)) {
    switch (element.name) {
      case 'record': {
        page.items.push(readOaiRecord(element, page.items.length + 1));
        const header = child(element, 'header');
        const datestamp = header === undefined ? '' : childText(header, 'datestamp').slice(0, 10);
        if (isDay(datestamp) && datestamp > (page.newest ?? '')) page.newest = datestamp;
        break;
      }
      case 'resumptionToken':
        page.token = element.text.trim() || null;
        break;
      default:
        page.error ??= { code: element.attributes['code'] ?? 'error', message: element.text.trim() };
    }
  }
  if (page.items.length > 0 || page.error !== null) return page;
  throw new SourceError(
    'content',
    `${new URL(answer.url).host} answered with neither records nor an error.`,
    'Check `baseUrl`: it should be the address of an OAI-PMH 2.0 service.',
    { status: answer.status },
  );
}

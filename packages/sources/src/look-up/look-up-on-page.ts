import type { ParsedIdentity, ReadItem } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { metaTags } from './meta-tags.ts';
import { readPaperPage } from './paper-page.ts';

/** The largest page that is read, in bytes; its head comes first. */
const largest = 8 * 2 ** 20;

/** Reads what a paper's page says about it. null where there is no page at that address. */
export async function lookUpOnPage(
  http: HttpClient,
  address: string,
  name: ParsedIdentity,
): Promise<ReadItem | null> {
  const answer = await http.request(address, {
    headers: { accept: 'text/html, application/xhtml+xml' },
    expect: 'bytes',
    statuses: [404, 410],
    limit: largest,
  });
  if (answer.status >= 400) return null;
  const type = answer.headers.get('content-type') ?? '';
  if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(type.trim()))
    throw new SourceError(
      'content',
      `${new URL(answer.url).host} answered with ${/pdf/i.test(type) ? 'a PDF' : 'something that is no page'}.`,
      'Give the address of the page about the paper, its DOI or its arXiv id.',
      { status: answer.status },
    );
  return readPaperPage(metaTags(await answer.text()), { name, url: answer.url });
}

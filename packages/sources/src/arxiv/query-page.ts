import { childText, parseArxivId, readAtomEntry, type ReadItem } from '@broadsheet/papers';
import type { Answer } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { xmlElements } from './xml-answer.ts';

/** An answer of the query API to a list of ids. */
export interface QueryPage {
  items: ReadItem[];
  /** The ids (without version) of its papers. */
  found: Set<string>;
  /** What arXiv says is wrong with the question: it answers with one entry, called Error. */
  error: string | null;
}

const wanted = new Set(['entry', 'totalResults']);

/**
 * Reads an answer of the query API. Source: https://info.arxiv.org/help/api/user-manual.html
 * @throws SourceError `content` where it is broken, no feed, or empty although arXiv says that it found something.
 */
export async function readQueryPage(answer: Answer): Promise<QueryPage> {
  const page: QueryPage = { items: [], found: new Set(), error: null };
  let total: number | null = null;
  for await (const element of xmlElements(answer, wanted)) {
    if (element.name === 'totalResults') {
      total = Number(element.text.trim());
      continue;
    }
    const address = childText(element, 'id');
    if (/\/api\/errors/.test(address)) {
      page.error ??= childText(element, 'summary');
      continue;
    }
    page.items.push(readAtomEntry(element, page.items.length + 1));
    const id = parseArxivId(/\/abs\/(.+)$/.exec(address)?.[1] ?? '')?.id;
    if (id !== undefined) page.found.add(id);
  }
  if (page.items.length > 0 || page.error !== null || total === 0) return page;
  throw new SourceError(
    'content',
    total === null
      ? `${new URL(answer.url).host} answered with something that is no feed.`
      : `arXiv found ${total} papers and sent none.`,
    total === null
      ? 'Check `baseUrl`: it should be the address of arXiv’s query API.'
      : 'This happens and passes; the next run asks again.',
    { status: answer.status },
  );
}

import { z } from 'zod';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

export interface Access {
  baseUrl: string;
  apiKey?: string | undefined;
}

/** Ids that one request may hold. */
export const mostIds = 500;

/** Only what a record has a place for: answers are limited to 10 MB. */
const wanted = 'externalIds,title,abstract,year,venue,citationCount,openAccessPdf,tldr,authors';

const Refusal = z
  .object({ error: z.string().or(z.object({ message: z.string() })) })
  .or(z.object({ message: z.string() }));

/**
 * Asks about up to 500 papers. The answers stand in the order of the ids; null for those that the service does not know.
 * @param ids `ARXIV:2106.15928`, `DOI:10.18653/v1/N18-3011`.
 * @throws SourceError as the client throws it; `content` where the answers do not fit the ids, or the question is refused.
 * Source: https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/post_graph_get_papers
 */
export async function askForPapers(
  http: HttpClient,
  access: Access,
  ids: readonly string[],
): Promise<unknown[]> {
  const { baseUrl, apiKey } = access;
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/graph/v1/paper/batch`);
  url.searchParams.set('fields', wanted);
  const answer = await http.request(url, {
    method: 'POST',
    json: { ids },
    headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
    expect: 'json',
    statuses: [400],
  });
  const body = await answer.json();
  if (answer.status === 400) {
    const words = wordsOf(body);
    // Where it knows none of the papers, as on the evening they appear, it says so in place of a list of nulls.
    if (/no valid paper ids/i.test(words)) return ids.map(() => null);
    if (ids.length > 1 && /\b(size|large|exceed\w*|MB)\b/i.test(words)) {
      const half = Math.ceil(ids.length / 2);
      const first = await askForPapers(http, access, ids.slice(0, half));
      return [...first, ...(await askForPapers(http, access, ids.slice(half)))];
    }
    throw new SourceError(
      'content',
      `Semantic Scholar refused the question: ${words.slice(0, 300)}`,
      'The service may have changed: please report it.',
      { status: 400 },
    );
  }
  if (!Array.isArray(body) || body.length !== ids.length) {
    throw new SourceError(
      'content',
      `Semantic Scholar was asked about ${ids.length} papers and did not answer with as many.`,
      'Usually this passes; the next run asks again.',
      { status: answer.status },
    );
  }
  return body;
}

function wordsOf(body: unknown): string {
  const refusal = Refusal.safeParse(body).data;
  if (refusal === undefined) return 'status 400';
  if ('message' in refusal) return refusal.message;
  return typeof refusal.error === 'string' ? refusal.error : refusal.error.message;
}

import { z } from 'zod';
import type { Answer, HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { workFields } from './work.ts';

/** A page of the works that were indexed on a day. */
export interface WorksPage {
  works: unknown[];
  /** How many there are on all pages; null where the service does not say. */
  total: number | null;
  /** What asks for the next page; null where there is none. */
  next: string | null;
  /** Least time between two requests in milliseconds, by the answer's own word; null where it has none. */
  interval: number | null;
}

const Envelope = z.object({
  status: z.literal('ok'),
  message: z.object({
    'total-results': z.number().int().nonnegative().nullish().catch(null),
    'next-cursor': z.string().max(10_000).nullish().catch(null),
    items: z.array(z.unknown()),
  }),
});
const Failure = z.object({ message: z.array(z.object({ type: z.string(), message: z.string() })).min(1) });

/**
 * Asks for a page of works. A cursor is a search that the service keeps open for five minutes, and every request moves it
 * on: one that is sent twice for the same page skips a page.
 * Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
 * @returns `expired` where the service has closed the search.
 * @throws SourceError as the client throws it; `content` where the answer is no list, or the filters are refused.
 */
export async function askForWorks(
  http: HttpClient,
  { baseUrl, mailto }: { baseUrl: string; mailto?: string | undefined },
  question: { filters: readonly string[]; rows: number; cursor: string },
): Promise<WorksPage | 'expired'> {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/works`);
  url.search = new URLSearchParams({
    filter: question.filters.join(','),
    select: workFields,
    rows: String(question.rows),
    cursor: question.cursor,
    ...(mailto === undefined ? {} : { mailto }),
  }).toString();
  const answer = await http.request(url, { expect: 'json', statuses: [400, 404] });
  if (answer.status >= 400) return failed(answer, await answer.text());
  const parsed = Envelope.safeParse(await answer.json());
  if (!parsed.success) {
    throw new SourceError(
      'content',
      'Crossref answered with something that is no list of works.',
      'Usually this passes; the next run asks again. If it stays, look at https://status.crossref.org.',
      { status: answer.status },
    );
  }
  const { message } = parsed.data;
  return {
    works: message.items,
    total: message['total-results'] ?? null,
    next: message['next-cursor'] ?? null,
    interval: intervalOf(answer.headers),
  };
}

/** Errors are JSON, or a line of text. */
function failed(answer: Answer, body: string): 'expired' {
  const told = Failure.safeParse(parseJson(body)).data?.message ?? [];
  if (told.some(({ type }) => type === 'cursor-invalid')) return 'expired';
  const words = told.map(({ message }) => message).join(' ') || body.trim() || `status ${answer.status}`;
  throw new SourceError(
    'content',
    `Crossref refused the question: ${words.slice(0, 300)}`,
    'Check `issns`, `members`, `prefixes`, `types` and `filters`; they are listed at https://api.crossref.org.',
    { status: answer.status },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `x-rate-limit-limit: 5` requests in `x-rate-limit-interval: 1s`. */
function intervalOf(headers: ReadonlyMap<string, string>): number | null {
  const limit = Number(headers.get('x-rate-limit-limit') ?? 'NaN');
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(headers.get('x-rate-limit-interval')?.trim() ?? '') ?? [];
  return seconds !== undefined && limit > 0 ? (Number(seconds) * 1000) / limit : null;
}

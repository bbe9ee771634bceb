import { z } from 'zod';
import type { Answer, HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { workFields } from './work.ts';

/** How the service is reached: part of the source's options. */
export interface Access {
  baseUrl: string;
  apiKey?: string | undefined;
  mailto?: string | undefined;
}

export interface WorksPage {
  works: unknown[];
  /** How many there are on all pages, where the service says. */
  count: number | null;
  /** What asks for the next page; null on the last one. */
  next: string | null;
  /** Whether the day's allowance is nearly used up, by the answer's own word. */
  isNearlySpent: boolean;
}

const Envelope = z.object({
  meta: z
    .object({
      count: z.number().int().nonnegative().nullish().catch(null),
      next_cursor: z.string().max(2000).nullish().catch(null),
    })
    .catch({}),
  results: z.array(z.unknown()),
});

/**
 * Asks for a list of works (1 credit).
 * @throws SourceError as the client throws it; `content` where the answer is no list, or the service refuses the filter.
 */
export async function askForWorks(
  http: HttpClient,
  access: Access,
  query: Readonly<Record<string, string>>,
  { isGated = false }: { isGated?: boolean } = {},
): Promise<WorksPage> {
  const url = addressOf(access, '/works');
  for (const [name, value] of Object.entries({ select: workFields, ...query }))
    url.searchParams.set(name, value);
  // Filters of paid plans are refused with 429, as if there had been too many requests: asking again would not help.
  const answer = await http.request(url, { expect: 'json', statuses: isGated ? [400, 429] : [400] });
  const body = await answer.json();
  if (answer.status >= 400) throw refusal(answer, body);
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) {
    throw new SourceError(
      'content',
      'OpenAlex answered with something that is no list of works.',
      'Usually this passes; the next run asks again. If it stays, look at https://developers.openalex.org.',
      { status: answer.status },
    );
  }
  const { meta, results } = parsed.data;
  return {
    works: results,
    count: meta.count ?? null,
    next: meta.next_cursor ?? null,
    isNearlySpent: isNearlySpent(answer.headers),
  };
}

/** Looks one work up by its DOI, which costs nothing; null where OpenAlex has none. */
export async function askForWork(http: HttpClient, access: Access, doi: string): Promise<unknown> {
  const url = addressOf(access, `/works/doi:${encodeURIComponent(doi)}`);
  url.searchParams.set('select', workFields);
  const answer = await http.request(url, { expect: 'json', statuses: [400, 404] });
  return answer.status >= 400 ? null : answer.json();
}

function addressOf({ baseUrl, apiKey, mailto }: Access, path: string): URL {
  const url = new URL(baseUrl.replace(/\/$/, '') + path);
  if (apiKey !== undefined) url.searchParams.set('api_key', apiKey);
  if (mailto !== undefined) url.searchParams.set('mailto', mailto);
  return url;
}

function refusal(answer: Answer, body: unknown): SourceError {
  const told = z
    .object({ message: z.string() })
    .or(z.object({ error: z.string() }))
    .safeParse(body).data;
  const words =
    told === undefined ? `status ${answer.status}` : 'message' in told ? told.message : told.error;
  return new SourceError(
    'content',
    `OpenAlex refused the filter: ${words.slice(0, 300)}`,
    answer.status === 429
      ? 'Filters by `created` and `updated` need a paid plan: set `freshBy` to `published`, or use a key of such a plan.'
      : 'Check `filter`; the fields are listed at https://developers.openalex.org/guides/filtering.',
    { status: answer.status },
  );
}

/** A tenth of the day's credits is left to the operator's other programs at this address. */
function isNearlySpent(headers: ReadonlyMap<string, string>): boolean {
  const remaining = numberOf(headers.get('x-ratelimit-remaining'));
  const limit = numberOf(headers.get('x-ratelimit-limit'));
  return remaining !== null && remaining <= (limit ?? 0) / 10;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

export interface ListPage {
  items: unknown[];
  /** Whether the answer says that there is more. */
  hasNext: boolean;
}

/** As many as the service gives at once. */
const pageSize = 100;

/**
 * Asks for a page of the list of one day. A day without a list is an empty list.
 * @param page From 0.
 * @throws SourceError as the client throws it; `content` where the answer is no list.
 * Source: https://huggingface.co/docs/hub/api#get-apidailypapers
 */
export async function askForList(
  http: HttpClient,
  baseUrl: string,
  day: string,
  page: number,
): Promise<ListPage> {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/api/daily_papers`);
  url.search = new URLSearchParams({ date: day, limit: String(pageSize), p: String(page) }).toString();
  const answer = await http.request(url, { expect: 'json' });
  const body = decodedAgain(await answer.json());
  if (!Array.isArray(body)) {
    throw new SourceError(
      'content',
      `Hugging Face answered for ${day} with something that is no list of papers.`,
      'Usually this passes; the next run asks again. If it stays, look at https://huggingface.co/docs/hub/api.',
      { status: answer.status },
    );
  }
  return {
    items: body.map(decodedAgain),
    hasNext: /<[^>]*>\s*;[^,]*\brel="?next"?/i.test(answer.headers.get('link') ?? ''),
  };
}

/** Lists, and items in them, have been seen encoded twice. */
function decodedAgain(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

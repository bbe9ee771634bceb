import type { Answer, HttpClient, RequestOptions } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

/** How often an answer is asked for when it breaks while it is read. */
const attempts = 3;

/**
 * Asks and reads the whole answer. The HTTP client tries again until an answer begins; one that is then cut off, or
 * whose inside is broken, is asked for again here.
 * @throws SourceError as the client and `read` throw it.
 */
export async function askAndRead<T>(
  http: HttpClient,
  url: URL,
  options: RequestOptions,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const answer = await http.request(url, options);
    try {
      return await read(answer);
    } catch (error) {
      if (attempt === attempts || !mayPass(error)) throw error;
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof SourceError && ['network', 'timeout', 'content'].includes(error.failure);
}

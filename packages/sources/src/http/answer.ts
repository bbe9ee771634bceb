import { checkBeginning, headSize, type Expected } from './expectation.ts';
import type { HeldBody } from './held-body.ts';
import type { Answer } from './http-client.ts';
import type { RawAnswer } from './one-request.ts';
import { SourceError } from './source-error.ts';

/** What is held of a body before its answer is given, in bytes. Nearly all fit: they can be checked, and asked for again. */
const readAhead = 8 * 2 ** 20;

/**
 * Makes the answer of a body: whole for `json` and `text` and for statuses that are not 2xx; else its first 8 MiB, with
 * the rest coming in while it is read.
 * @throws SourceError what the body throws, and `content` when it is not what was expected.
 */
export async function openAnswer(
  raw: RawAnswer,
  body: HeldBody,
  expected: Expected | undefined,
): Promise<Answer> {
  const { status, headers } = raw;
  const good = status >= 200 && status < 300;
  const whole = !good || expected === 'json' || expected === 'text';
  await body.readAhead(whole ? Infinity : readAhead);
  const contentType = headers.get('content-type') ?? '';
  const text = async () => {
    const pieces = await Array.fromAsync(body.bytes());
    return decoder(contentType, pieces[0]).decode(Buffer.concat(pieces));
  };
  const json = async (): Promise<unknown> => {
    try {
      return JSON.parse(await text());
    } catch (error) {
      if (error instanceof SourceError) throw error;
      // The cause would quote the body, and that may quote our key.
      throw new SourceError(
        'content',
        `${raw.url.host} sent broken JSON.`,
        'Usually this passes. If it stays, the service is broken there.',
        { status },
      );
    }
  };
  const answer = { status, url: raw.url.href, headers, text, json, bytes: () => body.bytes() };
  if (!good || expected === undefined) return answer;
  checkBeginning(expected, body.head(headSize), { host: raw.url.host, contentType, status });
  if (expected !== 'json') return answer;
  const value = await json();
  return { ...answer, json: () => Promise.resolve(value) };
}

/** By its mark, else by its label, else UTF-8. What is not valid becomes U+FFFD. */
function decoder(contentType: string, head: Uint8Array = new Uint8Array()): InstanceType<typeof TextDecoder> {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  const label = /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

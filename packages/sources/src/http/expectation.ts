import type { RequestOptions } from './http-client.ts';
import { SourceError } from './source-error.ts';

export type Expected = NonNullable<RequestOptions['expect']>;

/** For the request's `Accept`. */
export const accepted: Record<Expected, string> = {
  json: 'application/json, application/*+json;q=0.9, */*;q=0.1',
  xml: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
  text: 'text/plain, */*;q=0.5',
  bytes: '*/*',
};

/** Enough for a declaration, a comment and the first element. */
export const headSize = 2048;

/**
 * Checks that a body begins like what was asked for. The body decides, not its label: arXiv calls Atom `text/xml`, and
 * many call JSON `text/plain`. An HTML page is refused whatever its label says, since services tell their troubles with
 * one and status 200. `bytes` may be anything.
 * @param head The first bytes of the body, up to `headSize`.
 * @throws SourceError `content`, which may pass.
 */
export function checkBeginning(
  expected: Expected,
  head: Uint8Array,
  { host, contentType, status }: { host: string; contentType: string; status: number },
): void {
  if (expected === 'bytes') return;
  const text = beginning(head);
  const wrong = isHtml(text)
    ? 'a web page'
    : expected === 'text' || begins[expected].test(text)
      ? null
      : text === ''
        ? 'an empty answer'
        : `something else${contentType === '' ? '' : ` (${contentType.slice(0, 80)})`}`;
  if (wrong === null) return;
  throw new SourceError(
    'content',
    `${host} sent ${wrong} in place of ${names[expected]}.`,
    'Usually the service is in trouble, or a log-in page of the network stands in between. It is asked again.',
    { status },
  );
}

const names = { json: 'JSON', xml: 'XML', text: 'text' };

const begins = {
  json: /^(?:[{["\d-]|true|false|null)/,
  xml: /^<[?!A-Z_a-z]/,
};

/** UTF-8, or UTF-16 by its mark, without leading space. */
function beginning(head: Uint8Array): string {
  const label =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(label).decode(head).trimStart();
}

function isHtml(text: string): boolean {
  const inside = text.replace(/^(?:<\?[^>]*>|<!--.*?-->|\s+)+/s, '');
  return /^<(?:!doctype\s+html|html|head|body|title|script|meta|center|h1|p)[\s/>]/i.test(inside);
}

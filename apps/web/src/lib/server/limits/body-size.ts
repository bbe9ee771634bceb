/** Bytes that a request's body may have: forms are small, but for those that bring files. */
const usual = 512 * 1024;

/** Where files are brought: a library, or the archive of an account. serve.ts lets through what the largest of them takes. */
const large: readonly (readonly [RegExp, number])[] = [
  [/^\/library\/import$/, 17 * 2 ** 20],
  [/^\/api\/v1\/me\/library\/import$/, 17 * 2 ** 20],
  [/^\/me\/import$/, 33 * 2 ** 20],
];

/** What keeps a request's body from being read: its size, or that it does not tell it where that matters. Null where nothing does. */
export function refusedBody(
  request: Pick<Request, 'method' | 'headers'>,
  pathname: string,
): { status: 411 | 413; detail: string } | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const length = request.headers.get('content-length');
  if (length === null)
    return request.headers.has('transfer-encoding')
      ? { status: 411, detail: 'The request must say how long its body is (Content-Length).' }
      : null;
  const limit = large.find(([path]) => path.test(pathname))?.[1] ?? usual;
  return Number(length) <= limit
    ? null
    : { status: 413, detail: `At most ${Math.floor(limit / 1024)} kB are taken here.` };
}

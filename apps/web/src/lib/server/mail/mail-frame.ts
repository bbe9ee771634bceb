/**
 * A mail's HTML as it would be read, for a frame of this site alone: nothing in it runs, and its links open windows of
 * their own.
 */
export function mailFrame(html: string): Response {
  // A link that took the frame along would show a page that lets nobody frame it.
  const body = html.replace(/<head(\s[^>]*)?>/i, (head) => `${head}<base target="_blank">`);
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
  });
}

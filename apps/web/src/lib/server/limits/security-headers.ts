/**
 * Sets the headers that keep a browser from being turned against its user. Pages bring their own
 * Content-Security-Policy, with the nonces or hashes of their scripts; everything else may load nothing.
 */
export function setSecurityHeaders(headers: Headers, { https }: { https: boolean }): void {
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  headers.set('cross-origin-opener-policy', 'same-origin');
  if (!headers.has('content-security-policy')) {
    const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
    const policy = isPage ? '' : "default-src 'none'; base-uri 'none'; form-action 'none'; ";
    headers.set('content-security-policy', `${policy}frame-ancestors 'none'`);
  }
  // Two years, without subdomains: whether those speak https is not ours to say.
  if (https) headers.set('strict-transport-security', 'max-age=63072000');
}

/**
 * Cuts the pages of methods off from other origins altogether, so that memory can be shared between the threads that learn
 * in them (`crossOriginIsolated`). A page keeps what it was opened with: links to them load anew.
 */
export function setIsolation(headers: Headers, pathname: string): void {
  if (/^\/methods(\/|$)/.test(pathname)) headers.set('cross-origin-embedder-policy', 'require-corp');
}

/**
 * Lets programs of any origin use the API: it is public, or they have a token. Never with credentials: a cookie means nothing
 * to it but from our own pages (access/cookie-counts.ts).
 */
export function setCorsHeaders(headers: Headers): void {
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  headers.set('access-control-allow-headers', 'Authorization, Content-Type, If-None-Match, X-Request-Id');
  headers.set('access-control-expose-headers', 'ETag, Link, Retry-After, X-Request-Id');
  headers.set('access-control-max-age', '86400');
}

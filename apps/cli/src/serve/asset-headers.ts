import type { ServerResponse } from 'node:http';

/** Scripts of workers obey a policy of their own, not their page's. Here alone may WebAssembly be compiled. */
const workerPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of the built site's scripts and assets, which the site's handler sends past its hooks: a worker of an isolated
 * page (`/methods`) must be isolated itself, and lets WebAssembly run, which no page does.
 * @param url of the request: path and query
 */
export function setAssetHeaders(url: string, response: Pick<ServerResponse, 'setHeader'>): void {
  if (!url.startsWith('/_app/')) return;
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('content-security-policy', workerPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
}

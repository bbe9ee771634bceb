import { createHash, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../limits/address-key.ts';

/**
 * Who may read the metrics: this machine, and whoever holds `METRICS_TOKEN`. A request that came through a proxy is
 * not this machine's, even where the proxy is.
 */
export function mayReadMetrics(
  request: Pick<Request, 'headers'>,
  address: string,
  token: string | undefined,
): boolean {
  const { headers } = request;
  const given = /^Bearer (.{1,500})$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token !== undefined && token !== '' && given !== undefined && sameText(given, token)) return true;
  const proxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => headers.has(name));
  return !proxied && isLoopback(address);
}

/** Compared by digest, so that the time taken tells nothing about the token. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

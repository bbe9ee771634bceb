import { randomUUID } from 'node:crypto';

/** The name under which a request stands in logs: the proxy's, where it is sane, else a fresh one. */
export function requestIdFrom(header: string | null): string {
  return header !== null && /^[\w.:-]{8,64}$/.test(header) ? header : randomUUID();
}

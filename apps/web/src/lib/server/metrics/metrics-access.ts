import { isFromThisMachine } from '../access/from-this-machine.ts';
import { isSameSecret } from '../access/same-secret.ts';

/**
 * Who may read the metrics: this machine, and whoever holds `METRICS_TOKEN`. A request that came through a proxy is
 * not this machine's, even where the proxy is.
 */
export function mayReadMetrics(
  request: Pick<Request, 'headers'>,
  address: string,
  token: string | undefined,
): boolean {
  const given = /^Bearer (.{1,500})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token !== undefined && token !== '' && given !== undefined && isSameSecret(given, token)) return true;
  return isFromThisMachine(request, address);
}

import type { RequestEvent } from '@sveltejs/kit';

/**
 * Where a request comes from. Behind a proxy, the address is where `ADDRESS_HEADER` and `XFF_DEPTH` say; where that
 * header is missing it is `unknown`, which is nobody's and of which all such requests share.
 */
export function addressOf({ getClientAddress }: Pick<RequestEvent, 'getClientAddress'>): string {
  try {
    return getClientAddress();
  } catch {
    return 'unknown';
  }
}

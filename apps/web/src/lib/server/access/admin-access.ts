import { isLoopback } from '../limits/address-key.ts';
import { isFromThisMachine } from './from-this-machine.ts';
import { isSameSecret } from './same-secret.ts';

/** `ask`: for the password. `closed`: there is none, so that nobody from elsewhere may come in. */
export type AdminAccess = 'granted' | 'ask' | 'closed';

/**
 * Who may read what is for the operator: this machine, and whoever gives `ADMIN_TOKEN` as the password of HTTP Basic
 * authentication (RFC 7617), under any user name. On this machine the site must also be asked for by a name of this
 * machine: a page from elsewhere that lets its own name lead here (DNS rebinding) is not let in.
 */
export function adminAccess(
  request: Pick<Request, 'headers'>,
  address: string,
  token: string | undefined,
): AdminAccess {
  if (token) {
    const given = passwordIn(request.headers.get('authorization') ?? '');
    if (given !== null && isSameSecret(given, token)) return 'granted';
  }
  if (isFromThisMachine(request, address) && namesThisMachine(request.headers.get('host') ?? ''))
    return 'granted';
  return token ? 'ask' : 'closed';
}

function passwordIn(authorization: string): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/]{1,1000}={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? null : pair.slice(colon + 1);
}

function namesThisMachine(host: string): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[(.+)\]$/, '$1')
    .toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name);
}

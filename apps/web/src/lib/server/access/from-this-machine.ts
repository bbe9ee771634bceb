import { isLoopback } from '../limits/address-key.ts';

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request was made on this machine. One that came through a proxy was not, even where the proxy runs here.
 * @param address Of the other end of the connection.
 */
export function isFromThisMachine({ headers }: Pick<Request, 'headers'>, address: string): boolean {
  return isLoopback(address) && !proxyHeaders.some((name) => headers.has(name));
}

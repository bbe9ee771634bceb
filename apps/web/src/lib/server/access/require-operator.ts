import { error, type RequestEvent } from '@sveltejs/kit';
import { addressOf } from './address-of.ts';
import { adminAccess } from './admin-access.ts';

type Asked = Pick<RequestEvent, 'request' | 'getClientAddress' | 'setHeaders'>;

/** Whether the reader is the operator. */
export function isOperator(event: Omit<Asked, 'setHeaders'>): boolean {
  return adminAccess(event.request, addressOf(event), process.env['ADMIN_TOKEN']) === 'granted';
}

/**
 * Keeps a page for the operator: others get 401, so that their browser asks for the password, or 403 where there is
 * none. Whatever the answer, nobody keeps it and no search engine lists it.
 */
export function requireOperator(event: Asked): void {
  event.setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const access = adminAccess(event.request, addressOf(event), process.env['ADMIN_TOKEN']);
  if (access === 'granted') return;
  if (access === 'closed') {
    error(403, {
      message:
        'This page is for this site’s operator, on the machine that runs it, by an address such as http://localhost:3000. To read it from elsewhere, start the site with the environment variable ADMIN_TOKEN set to a long password, and give that here.',
    });
  }
  event.setHeaders({ 'www-authenticate': 'Basic realm="Broadsheet, for its operator", charset="UTF-8"' });
  error(401, {
    message:
      'This page is for this site’s operator. Reload it and give what the environment variable ADMIN_TOKEN holds as the password; the user name does not matter.',
  });
}

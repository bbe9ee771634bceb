import { may } from '@broadsheet/people';
import { error, type RequestEvent } from '@sveltejs/kit';
import { addressOf } from './address-of.ts';
import { adminAccess } from './admin-access.ts';

type Asked = Pick<RequestEvent, 'request' | 'getClientAddress' | 'setHeaders' | 'locals'>;

/** Whether the reader is the operator, or an owner who is signed in. */
export function isOperator(event: Omit<Asked, 'setHeaders'>): boolean {
  if (may(event.locals.member, 'manage members')) return true;
  return adminAccess(event.request, addressOf(event), process.env['ADMIN_TOKEN']) === 'granted';
}

/**
 * Keeps a page for the operator: others get 401, so that their browser asks for the password, or 403 where there is
 * none. Owners who are signed in come in too. Whatever the answer, nobody keeps it and no search engine lists it.
 */
export function requireOperator(event: Asked): void {
  event.setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  if (may(event.locals.member, 'manage members')) return;
  const access = adminAccess(event.request, addressOf(event), process.env['ADMIN_TOKEN']);
  if (access === 'granted') return;
  if (access === 'closed') {
    error(403, {
      message:
        'This page is for this site’s operator, on the machine that runs it, by an address such as http://localhost:3000. To read it from elsewhere, sign in as an owner, or start the site with the environment variable ADMIN_TOKEN set to a long password, and give that here.',
    });
  }
  event.setHeaders({ 'www-authenticate': 'Basic realm="Broadsheet, for its operator", charset="UTF-8"' });
  error(401, {
    message:
      'This page is for this site’s operator. Sign in as an owner, or reload it and give what the environment variable ADMIN_TOKEN holds as the password; the user name does not matter.',
  });
}

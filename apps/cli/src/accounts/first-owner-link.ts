import { openLinkSigner } from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import { makeOwnerLink } from '@broadsheet/people';
import { now } from '../clock.ts';

/**
 * The address by which the first owner of an installation makes their account, once and within a day; older ones are worth
 * nothing from then on. null where there is an owner.
 * @param site The site's address, without a slash at its end.
 */
export async function firstOwnerLink(store: Store, site: string): Promise<string | null> {
  const id = await makeOwnerLink(store, now());
  return id === null ? null : `${site}/sign-in/link/${(await openLinkSigner(store)).sign('account', id)}`;
}

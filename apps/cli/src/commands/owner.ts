import type { Command } from 'commander';
import { openLinkSigner } from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import { makeLink, memberCalled, parseHandle } from '@broadsheet/people';
import { firstOwnerLink } from '../accounts/first-owner-link.ts';
import { now } from '../clock.ts';
import { examples } from '../examples.ts';
import { Failure } from '../failure.ts';
import { print } from '../print.ts';
import { withStore } from '../with-store.ts';

export function addOwner(program: Command): void {
  program
    .command('owner [handle]')
    .description('Print the link by which the first owner comes in, or by which an owner signs in again.')
    .addHelpText(
      'after',
      `${examples('broadsheet owner', 'broadsheet owner ada', 'SITE_URL=https://papers.example.org broadsheet owner')}
The link works once: the first within a day, one for an owner who is there already within half an hour. It leads to
SITE_URL, or to http://127.0.0.1:3000 where that is not set.`,
    )
    .action((handle: string | undefined, _: unknown, command: Command) =>
      withStore(command, async (store) => {
        const site = (process.env['SITE_URL'] || 'http://127.0.0.1:3000').replace(/\/+$/, '');
        print(handle === undefined ? await firstLink(store, site) : await linkOf(store, site, handle));
      }),
    );
}

async function firstLink(store: Store, site: string): Promise<string> {
  const link = await firstOwnerLink(store, site);
  if (link === null)
    throw new Failure(
      'This site has an owner already.',
      'Give the handle of an owner to sign in again: broadsheet owner ada',
    );
  return link;
}

async function linkOf(store: Store, site: string, text: string): Promise<string> {
  const handle = parseHandle(text);
  const member = handle === null ? null : await memberCalled(store, handle);
  if (member === null || member.role !== 'owner')
    throw new Failure(`No owner has the handle “${text}”.`, 'Owners are listed at /admin/members.');
  const id = await makeLink(store, {
    kind: 'sign-in',
    email: member.email,
    memberId: member.id,
    now: now(),
  });
  return `${site}/sign-in/link/${(await openLinkSigner(store)).sign('account', id)}`;
}

import {
  listPrivateAddresses,
  makePrivateAddress,
  mostPrivateAddresses,
  revokePrivateAddress,
} from '@broadsheet/people';
import { fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { personalTrouble } from '../../lib/server/feeds/personal-source.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { siteUrl } from '../../lib/server/site-url.ts';
import type { Actions, PageServerLoad } from './$types';

/** The addresses at which a member's own views can be read without signing in. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const addresses = await listPrivateAddresses(library(), member.id);
  return {
    asked: (event.url.searchParams.get('view') ?? '').slice(0, 2000),
    most: mostPrivateAddresses,
    addresses: addresses.map(({ id, view, label, createdAt }) => ({
      id,
      view,
      label,
      day: createdAt.toISOString().slice(0, 10),
    })),
  };
};

const field = (form: FormData, name: string, longest: number): string => {
  const value = form.get(name);
  return typeof value === 'string'
    ? value
        .replace(/\p{Control}/gu, ' ')
        .trim()
        .slice(0, longest)
        .toWellFormed()
    : '';
};

export const actions: Actions = {
  make: async (event) => {
    const { id } = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const values = { view: field(form, 'view', 2001), label: field(form, 'label', 100) };
    const trouble = await personalTrouble(library(), id, values.view, now());
    if (trouble !== null) return fail(400, { values, trouble, made: null });
    const made = await makePrivateAddress(
      library(),
      id,
      { view: values.view, label: values.label || values.view },
      now(),
    );
    if (made === null)
      return fail(400, {
        values,
        trouble: `There is room for ${mostPrivateAddresses}. Take one back that nobody reads any more.`,
        made: null,
      });
    const base = `${siteUrl(event.url)}/feeds/private/${made.secret}`;
    return {
      values: null,
      trouble: '',
      made: {
        label: made.address.label,
        addresses: (['rss', 'atom', 'json'] as const).map((ending) => `${base}.${ending}`),
      },
    };
  },

  revoke: async (event) => {
    const { id } = requireMember(event, 'keep own things');
    const address = field(await readForm(event.request), 'id', 15);
    if (/^\d+$/.test(address)) await revokePrivateAddress(library(), id, Number(address));
    redirect(303, '/private-addresses');
  },
};

import { parseAddress, requestLinks } from '@broadsheet/mail';
import { fail } from '@sveltejs/kit';
import { isOperator } from '../../lib/server/access/require-operator.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readField } from '../../lib/server/mail/plan-form.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ deleted: url.searchParams.has('deleted') });

export const actions: Actions = {
  /** Sends the link to an address's subscriptions to that address. The answer is the same whether it has any. */
  default: async (event) => {
    const email = readField(await readForm(event.request), 'email') ?? '';
    const address = parseAddress(email);
    if (address === null)
      return fail(400, {
        email,
        sent: false,
        outbox: false,
        trouble: 'Give a mail address, such as ada@example.org.',
      });
    await requestLinks(library(), address, now());
    return { email, sent: true, outbox: isOperator(event), trouble: null };
  },
};

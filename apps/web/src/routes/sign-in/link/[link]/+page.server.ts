import { parseAddress } from '@broadsheet/mail';
import {
  changeAddress,
  createMember,
  freeHandle,
  getMember,
  noteAddressProven,
  setPassword,
  useLink,
  type AccountLink,
  type Member,
} from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { accountsHere, headersForAccounts } from '../../../../lib/server/access/accounts-here.ts';
import { linkBehind } from '../../../../lib/server/accounts/account-link.ts';
import { enter } from '../../../../lib/server/accounts/enter.ts';
import {
  checkNewAccount,
  type NewAccountTroubles,
  type NewAccountValues,
} from '../../../../lib/server/accounts/new-account-form.ts';
import { spendOfNetwork, waitWords } from '../../../../lib/server/accounts/try-limits.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { readField } from '../../../../lib/server/mail/plan-form.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would do, for a button that does it: mail programs look behind links before their readers do. */
export const load: PageServerLoad = async ({ params, locals }) => {
  const link = await linkBehind(params.link);
  const whose = link.memberId === null ? null : await getMember(library(), link.memberId);
  const suggested = link.email === null ? '' : await freeHandle(library(), link.email.split('@', 1)[0] ?? '');
  return {
    kind: link.kind,
    email: link.email,
    role: link.role,
    whose: whose === null ? null : { handle: whose.handle, name: whose.name },
    /** A link that changes an address is of use to its owner alone. */
    isOwn: link.memberId === locals.member?.id,
    values: { name: '', handle: suggested, email: link.email ?? '' } satisfies NewAccountValues,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const wait = await spendOfNetwork(event, 'link');
    if (wait !== null)
      error(429, { message: `This was tried too often of late. Try again ${waitWords(wait)}.` });
    const link = await linkBehind(event.params.link);
    switch (link.kind) {
      case 'sign-in':
        return signIn(event, link);
      case 'change-address':
        return takeAddress(event, link);
      case 'unknown':
        redirect(303, '/sign-in');
    }
    return makeAccount(event, link);
  },
};

async function signIn(event: RequestEvent, { id, memberId }: AccountLink): Promise<never> {
  const member = memberId === null ? null : await getMember(library(), memberId);
  if (member === null || !(await useLink(library(), id, now()))) usedUp();
  await noteAddressProven(library(), member.id);
  await begin(event, member);
  redirect(303, '/account');
}

async function takeAddress(event: RequestEvent, { id, memberId, email }: AccountLink) {
  const { member } = event.locals;
  if (member === null || member.id !== memberId || email === null)
    return refused(403, {
      email: 'Sign in to the account that is to have this address, and follow the link again.',
    });
  if (!(await useLink(library(), id, now()))) usedUp();
  if ((await changeAddress(library(), member.id, email, now())) === 'taken')
    return refused(409, {
      email: 'Another account has this address. Sign in to that one, or choose another address.',
    });
  redirect(303, '/account');
}

async function makeAccount(event: RequestEvent, link: AccountLink) {
  const form = await readForm(event.request);
  const values: NewAccountValues = {
    name: readField(form, 'name') ?? '',
    handle: readField(form, 'handle') ?? '',
    // Where a mail has brought the link, it proves that one address and no other.
    email: link.email ?? readField(form, 'email') ?? '',
  };
  const password = readField(form, 'password') ?? '';
  const checked = checkNewAccount(values, password);
  const address = parseAddress(values.email);
  if (checked.troubles !== null || address === null)
    return refused(
      400,
      {
        ...checked.troubles,
        ...(address === null ? { email: 'Give a mail address, such as ada@example.org.' } : {}),
      },
      values,
    );
  const { name, handle } = checked;
  const at = now();
  const made = await library()
    .transaction(async ({ query }) => {
      if (!(await useLink({ query }, link.id, at))) return 'used' as const;
      const member = await createMember(
        { query },
        {
          name,
          handle,
          email: address.key,
          emailVerified: link.email !== null,
          role: link.role ?? 'member',
          now: at,
        },
      );
      // The link stays good: its owner may well have only to choose another handle.
      if (typeof member === 'string') throw new Taken(member);
      return member;
    })
    .catch((reason: unknown) => {
      if (reason instanceof Taken) return reason.what;
      throw reason;
    });
  if (made === 'used') usedUp();
  if (made === 'handle-taken')
    return refused(409, { handle: 'Somebody has this handle. Choose another.' }, values);
  if (made === 'address-taken')
    return refused(409, { email: 'This address has an account already. Sign in to it.' }, values);
  if (password !== '') await setPassword(library(), made.id, password, { keep: null, now: at });
  await begin(event, made);
  redirect(303, '/account?new');
}

class Taken extends Error {
  readonly what: 'handle-taken' | 'address-taken';
  constructor(what: 'handle-taken' | 'address-taken') {
    super(what);
    this.what = what;
  }
}

async function begin(event: RequestEvent, member: Member): Promise<void> {
  const accounts = await accountsHere(event);
  const headers = headersForAccounts(event);
  if (event.locals.session !== null) await accounts.leave(headers);
  enter(event, await accounts.enterAs(member.id, headers));
}

function refused(status: number, troubles: NewAccountTroubles, values: NewAccountValues | null = null) {
  return fail(status, { troubles, values });
}

function usedUp(): never {
  error(410, { message: 'This link was used already. Ask for another where you sign in.' });
}

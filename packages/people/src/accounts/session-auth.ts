import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import type { AccountsOptions } from './accounts.ts';
import { authOptions } from './auth-options.ts';

/** Sessions and passwords. */
export function sessionAuth(options: AccountsOptions) {
  return betterAuth({ ...authOptions(options), plugins: [enterAsPlugin] });
}

/** Begins a session for a member: for links in mails, which are checked by us. Reached by the program alone. */
const enterAsPlugin = {
  id: 'enter-as',
  endpoints: {
    enterAs: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ memberId: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.memberId);
        if (!user) throw new APIError('NOT_FOUND', { message: 'There is no such account.' });
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ id: session.id });
      },
    ),
  },
};

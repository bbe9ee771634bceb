import { APIError } from 'better-auth/api';
import { roles, type Member } from '../members/member.ts';
import type { Accounts, AccountsOptions } from './accounts.ts';
import type { PasskeyAnswer } from './passkey-answer.ts';
import type { passkeyAuth } from './passkey-auth.ts';
import type { providerAuth } from './provider-auth.ts';
import { sessionAuth } from './session-auth.ts';
import { freshFor } from './session-length.ts';

/** Accounts by better-auth, on our store. */
export function betterAuthAccounts(options: AccountsOptions): Accounts {
  const auth = sessionAuth(options);
  let elsewhere: Promise<ReturnType<typeof providerAuth>> | null = null;
  const providers = () =>
    (elsewhere ??= import('./provider-auth.ts').then(({ providerAuth }) => providerAuth(options)));
  let keys: Promise<PasskeyAuth> | null = null;
  const passkeys = () =>
    (keys ??= import('./passkey-auth.ts').then(({ passkeyAuth }) => passkeyAuth(options)));

  return {
    async read(headers) {
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true });
      if (response === null) return null;
      const { session, user } = response;
      return {
        member: asMember(user),
        sessionId: session.id,
        isFresh: Date.now() - session.createdAt.getTime() < freshFor,
        cookies: answer.getSetCookie(),
      };
    },
    enterByPassword: ({ email, password }, headers) =>
      refusedAsNull(async () => {
        const { headers: answer, response } = await auth.api.signInEmail({
          body: { email, password },
          headers,
          returnHeaders: true,
        });
        return { memberId: response.user.id, cookies: answer.getSetCookie() };
      }),
    async enterAs(memberId, headers) {
      const { headers: answer } = await auth.api.enterAs({
        body: { memberId },
        headers,
        returnHeaders: true,
      });
      return { memberId, cookies: answer.getSetCookie() };
    },
    async leave(headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true });
      return answer.getSetCookie();
    },
    toProvider: (provider, { back, trouble, link }, headers) =>
      refusedAsNull(async () => {
        const { api } = await providers();
        const body = { provider, callbackURL: back, errorCallbackURL: trouble, disableRedirect: true };
        const { headers: answer, response } = link
          ? await api.linkSocialAccount({ body, headers, returnHeaders: true })
          : await api.signInSocial({ body, headers, returnHeaders: true });
        const { url } = response as { url?: string };
        return url === undefined ? null : { url, cookies: answer.getSetCookie() };
      }),
    fromProvider: async (request) => (await providers()).handler(request),
    passkeyQuestion: (about, headers) =>
      refusedAsNull(async () => {
        const { api } = await passkeys();
        const { headers: answer, response } =
          about === 'add'
            ? await api.generatePasskeyRegistrationOptions({ headers, returnHeaders: true })
            : await api.generatePasskeyAuthenticationOptions({ headers, returnHeaders: true });
        // A passkey stands alone here, so that its owner must show themselves to it (a finger, a face, a number).
        const question = about === 'add' ? response : { ...response, userVerification: 'required' };
        return { question, cookies: answer.getSetCookie() };
      }),
    enterByPasskey: (answer, headers) =>
      refusedAsNull(async () => {
        const { api } = await passkeys();
        const { headers: given, response } = await api.verifyPasskeyAuthentication({
          // Whether it has the rest is found out where it is verified.
          body: { response: answer as PasskeyAnswer & ProofOfPasskey },
          headers,
          returnHeaders: true,
        });
        return { memberId: response.session.userId, cookies: given.getSetCookie() };
      }),
    addPasskey: async (answer, name, headers) =>
      (await refusedAsNull(async () =>
        (await passkeys()).api.verifyPasskeyRegistration({ body: { response: answer, name }, headers }),
      )) !== null,
  };
}

type PasskeyAuth = ReturnType<typeof passkeyAuth>;
type ProofOfPasskey = NonNullable<
  Parameters<PasskeyAuth['api']['verifyPasskeyAuthentication']>[0]
>['body']['response'];

/** A refusal by better-auth (wrong password, unknown passkey, session gone) as null; failures stay failures. */
async function refusedAsNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return null;
    throw error;
  }
}

function asMember(user: {
  id: string;
  name: string;
  email: string;
  /** Never absent: the schema says so, but better-auth cannot know. */
  handle?: string | null | undefined;
  role?: string | null | undefined;
  orcid?: string | null | undefined;
}): Member {
  const { id, name, email, orcid } = user;
  const role = roles.find((known) => known === user.role) ?? 'reader';
  return { id, handle: user.handle ?? '', name, email, role, orcid: orcid ?? null };
}

import { passkey } from '@better-auth/passkey';
import type { Store } from '@broadsheet/papers';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { BetterAuthOptions } from 'better-auth/types';
import { z } from 'zod';
import { freeHandle } from '../members/free-handle.ts';
import { roles, type Member } from '../members/member.ts';
import { tidyName } from '../members/member-name.ts';
import type { AccountSettings, Provider } from './account-settings.ts';
import { networkHeader, type Accounts, type AccountsOptions } from './accounts.ts';
import { authAdapter } from './auth-adapter.ts';
import type { PasskeyAnswer } from './passkey-answer.ts';
import { longestPassword } from './password.ts';
import { freshFor, sessionLasts, sessionNoted } from './session-length.ts';

/** Accounts by better-auth, on our store. */
export function betterAuthAccounts(options: AccountsOptions): Accounts {
  const auth = makeAuth(options);

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
        const body = { provider, callbackURL: back, errorCallbackURL: trouble, disableRedirect: true };
        const { headers: answer, response } = link
          ? await auth.api.linkSocialAccount({ body, headers, returnHeaders: true })
          : await auth.api.signInSocial({ body, headers, returnHeaders: true });
        const { url } = response as { url?: string };
        return url === undefined ? null : { url, cookies: answer.getSetCookie() };
      }),
    fromProvider: (request) => auth.handler(request),
    passkeyQuestion: (about, headers) =>
      refusedAsNull(async () => {
        const { headers: answer, response } =
          about === 'add'
            ? await auth.api.generatePasskeyRegistrationOptions({ headers, returnHeaders: true })
            : await auth.api.generatePasskeyAuthenticationOptions({ headers, returnHeaders: true });
        // A passkey stands alone here, so that its owner must show themselves to it (a finger, a face, a number).
        const question = about === 'add' ? response : { ...response, userVerification: 'required' };
        return { question, cookies: answer.getSetCookie() };
      }),
    enterByPasskey: (answer, headers) =>
      refusedAsNull(async () => {
        const { headers: given, response } = await auth.api.verifyPasskeyAuthentication({
          // Whether it has the rest is found out where it is verified.
          body: { response: answer as PasskeyAnswer & ProofOfPasskey },
          headers,
          returnHeaders: true,
        });
        return { memberId: response.session.userId, cookies: given.getSetCookie() };
      }),
    addPasskey: async (answer, name, headers) =>
      (await refusedAsNull(() =>
        auth.api.verifyPasskeyRegistration({ body: { response: answer, name }, headers }),
      )) !== null,
  };
}

type ProofOfPasskey = NonNullable<
  Parameters<ReturnType<typeof makeAuth>['api']['verifyPasskeyAuthentication']>[0]
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

function makeAuth({ store, key, site, settings, onLog }: AccountsOptions) {
  const isSecure = site.startsWith('https:');
  const unverified = () => {
    throw new APIError('UNAUTHORIZED', { message: 'The authenticator did not make sure who uses it.' });
  };
  return betterAuth({
    appName: 'Broadsheet',
    baseURL: site,
    basePath: '/auth',
    secret: key,
    trustedOrigins: [site],
    database: authAdapter(store),
    logger: {
      level: 'warn',
      log: (level, message) => (level === 'warn' || level === 'error' ? onLog?.(level, message) : undefined),
    },
    telemetry: { enabled: false },
    // Counted by the site itself, for pages and API alike.
    rateLimit: { enabled: false },
    onAPIError: { errorURL: `${site}/sign-in` },
    user: {
      modelName: 'members',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        handle: { type: 'string', required: true, input: false },
        role: { type: 'string', required: false, input: false },
        orcid: { type: 'string', required: false, input: false },
      },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'member_id',
        expiresAt: 'expires_at',
        ipAddress: 'network',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: sessionLasts,
      updateAge: sessionNoted,
      freshAge: freshFor / 1000,
    },
    account: {
      modelName: 'linked_accounts',
      fields: {
        userId: 'member_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      updateAccountOnSignIn: false,
      accountLinking: {
        // An account elsewhere is linked by whoever is signed in here, and by nobody else, whatever its address says. So any
        // provider that the operator has set may be linked, also one that gives no address, or another.
        disableImplicitLinking: true,
        trustedProviders: settings.providers.map(({ id }) => id),
        allowDifferentEmails: true,
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, maxPasswordLength: longestPassword },
    databaseHooks: {
      user: { create: { before: (user) => newcomer(store, settings, user) } },
      // We ask who somebody is and nothing else: what a provider would let us do is thrown away.
      account: {
        create: {
          before: async (account) => ({
            data: {
              ...account,
              accessToken: null,
              refreshToken: null,
              idToken: null,
              accessTokenExpiresAt: null,
              refreshTokenExpiresAt: null,
            },
          }),
          after: async (account) => {
            if (account.providerId === 'orcid')
              await store.query('update members set orcid = $2 where id = $1', [
                account.userId,
                account.accountId,
              ]);
          },
        },
      },
      session: {
        create: { after: (session) => seen(store, session.userId) },
        update: { after: (session) => seen(store, session.userId) },
      },
    },
    advanced: {
      cookiePrefix: isSecure ? '__Host-broadsheet' : 'broadsheet',
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure, sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [networkHeader] },
    },
    socialProviders: github(settings.providers),
    plugins: [
      enterAsPlugin,
      genericOAuth({ config: openIdProviders(settings.providers) }),
      passkey({
        rpID: new URL(site).hostname,
        rpName: 'Broadsheet',
        origin: new URL(site).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => {
            if (verification.registrationInfo?.userVerified !== true) unverified();
          },
        },
        authentication: {
          afterVerification: async ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) unverified();
          },
        },
        schema: {
          passkey: {
            modelName: 'passkeys',
            fields: {
              userId: 'member_id',
              publicKey: 'public_key',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
    ],
  } satisfies BetterAuthOptions);
}

async function seen({ query }: Pick<Store, 'query'>, memberId: string): Promise<void> {
  await query('update members set seen_at = now() where id = $1', [memberId]);
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

/** Somebody who comes by a provider for the first time. Who comes by mail is let in elsewhere (members/create-member.ts). */
async function newcomer<T extends { name: string; email: string; emailVerified: boolean }>(
  store: Pick<Store, 'query'>,
  { signUp }: AccountSettings,
  user: T,
): Promise<{ data: T & { handle: string; role: string } }> {
  if (signUp !== 'open') throw new APIError('FORBIDDEN', { code: 'not_open', message: 'not open' });
  if (user.email.endsWith(noAddress))
    throw new APIError('FORBIDDEN', { code: 'no_address', message: 'no address' });
  if (!user.emailVerified)
    throw new APIError('FORBIDDEN', { code: 'unproven_address', message: 'unproven address' });
  const name = tidyName(user.name) ?? tidyName(user.email.split('@', 1)[0] ?? '') ?? 'Reader';
  return { data: { ...user, name, handle: await freeHandle(store, name), role: 'member' } };
}

/** What stands for the address of somebody whose provider gives none (RFC 2606: nobody has one there). */
const noAddress = '@no-address.invalid';

function github(providers: readonly Provider[]): NonNullable<BetterAuthOptions['socialProviders']> {
  const found = providers.find(({ id }) => id === 'github');
  if (found === undefined) return {};
  const { clientId, clientSecret } = found;
  return { github: { clientId, clientSecret } };
}

function openIdProviders(providers: readonly Provider[]) {
  return providers
    .filter(({ discoveryUrl }) => discoveryUrl !== null)
    .map(({ id, name, clientId, clientSecret, discoveryUrl }) => ({
      providerId: id,
      name,
      clientId,
      clientSecret,
      discoveryUrl: discoveryUrl ?? '',
      scopes: id === 'orcid' ? ['openid'] : ['openid', 'profile', 'email'],
      pkce: true,
      requireIdTokenVerification: true,
      mapProfileToUser: (profile: Record<string, unknown>) => ({
        email:
          typeof profile['email'] === 'string' ? profile['email'] : `${String(profile['sub'])}${noAddress}`,
        name: nameIn(profile),
        image: undefined,
      }),
    }));
}

function nameIn(profile: Record<string, unknown>): string {
  const parts = [profile['name'], [profile['given_name'], profile['family_name']].filter(Boolean).join(' ')];
  return parts.find((part): part is string => typeof part === 'string' && part !== '') ?? '';
}

function asMember(user: {
  id: string;
  name: string;
  email: string;
  handle: string;
  role?: string | null | undefined;
  orcid?: string | null | undefined;
}): Member {
  const { id, handle, name, email, orcid } = user;
  const role = roles.find((known) => known === user.role) ?? 'reader';
  return { id, handle, name, email, role, orcid: orcid ?? null };
}

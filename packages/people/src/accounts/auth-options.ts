import type { Store } from '@broadsheet/papers';
import { APIError } from 'better-auth/api';
import type { BetterAuthOptions } from 'better-auth/types';
import { freeHandle } from '../members/free-handle.ts';
import { tidyName } from '../members/member-name.ts';
import type { AccountSettings } from './account-settings.ts';
import { networkHeader, type AccountsOptions } from './accounts.ts';
import { authAdapter } from './auth-adapter.ts';
import { longestPassword } from './password.ts';
import { freshFor, sessionLasts, sessionNoted } from './session-length.ts';

/** How better-auth is set up here; what signs in by passkeys or elsewhere adds its own to it. */
export function authOptions({ store, key, site, settings, onLog }: AccountsOptions) {
  const isSecure = site.startsWith('https:');
  return {
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
        // Of newcomers it is made below.
        handle: { type: 'string', required: false, input: false },
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
  } satisfies BetterAuthOptions;
}

async function seen({ query }: Pick<Store, 'query'>, memberId: string): Promise<void> {
  await query('update members set seen_at = now() where id = $1', [memberId]);
}

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
export const noAddress = '@no-address.invalid';

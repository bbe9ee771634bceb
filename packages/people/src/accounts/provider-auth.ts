import { betterAuth } from 'better-auth/minimal';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { BetterAuthOptions } from 'better-auth/types';
import type { Provider } from './account-settings.ts';
import type { AccountsOptions } from './accounts.ts';
import { authOptions, noAddress } from './auth-options.ts';

/**
 * Signing in elsewhere. It stands apart from sessions because it asks providers for their discovery documents when it is made:
 * one that does not answer must keep nobody waiting who does not want to go there.
 */
export function providerAuth(options: AccountsOptions) {
  const { providers } = options.settings;
  return betterAuth({
    ...authOptions(options),
    socialProviders: github(providers),
    plugins: [genericOAuth({ config: openIdProviders(providers) })],
  });
}

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

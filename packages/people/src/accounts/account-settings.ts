/** Who may have an account: everybody, whoever was invited, or nobody new. */
export const signUpPolicies = ['open', 'invitation', 'closed'] as const;
export type SignUpPolicy = (typeof signUpPolicies)[number];

/** Where people may have an account elsewhere by which they sign in here. */
export interface Provider {
  id: 'github' | 'orcid' | 'oidc';
  /** As a button calls it. */
  name: string;
  clientId: string;
  clientSecret: string;
  /** Where its OpenID Connect discovery document lies; null for GitHub, which has none. */
  discoveryUrl: string | null;
}

export interface AccountSettings {
  signUp: SignUpPolicy;
  /** The whole site is for those who are signed in. */
  isPrivate: boolean;
  providers: Provider[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `SIGN_UP` (`open`, the default, `invitation` or `closed`), `PRIVATE` (`1` or `0`), and for each provider its id and
 * secret: `GITHUB_CLIENT_ID`, `GITHUB_CLIENT_SECRET`, the same of `ORCID` (with `ORCID_ISSUER` for its sandbox), and of
 * `OIDC` together with `OIDC_ISSUER` and `OIDC_NAME`.
 * @throws Error that names the variable at fault.
 */
export function readAccountSettings(env: Environment): AccountSettings {
  return {
    signUp: readPolicy(env['SIGN_UP']),
    isPrivate: readFlag('PRIVATE', env['PRIVATE']),
    providers: [
      ...readProvider(env, 'github', 'GitHub', null),
      ...readProvider(env, 'orcid', 'ORCID', readIssuer(env, 'ORCID_ISSUER') ?? 'https://orcid.org'),
      ...readProvider(
        env,
        'oidc',
        env['OIDC_NAME']?.trim() || 'your organisation',
        readIssuer(env, 'OIDC_ISSUER'),
      ),
    ],
  };
}

function readPolicy(given: string | undefined): SignUpPolicy {
  const text = given?.trim() || 'open';
  const policy = signUpPolicies.find((known) => known === text);
  if (policy === undefined) throw new Error(`SIGN_UP is "${text}"; give open, invitation or closed.`);
  return policy;
}

function readFlag(name: string, given: string | undefined): boolean {
  const text = given?.trim() ?? '';
  if (text !== '' && text !== '0' && text !== '1') throw new Error(`${name} is "${text}"; give 1 or 0.`);
  return text === '1';
}

function readIssuer(env: Environment, name: string): string | null {
  const text = env[name]?.trim();
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Error(
      `${name} is "${text}"; give the address of the provider, such as https://login.example.org.`,
    );
  return text.replace(/\/+$/, '');
}

function readProvider(env: Environment, id: Provider['id'], name: string, issuer: string | null): Provider[] {
  const prefix = id.toUpperCase();
  const clientId = env[`${prefix}_CLIENT_ID`]?.trim() ?? '';
  const clientSecret = env[`${prefix}_CLIENT_SECRET`]?.trim() ?? '';
  if (clientId === '' && clientSecret === '' && (id !== 'oidc' || issuer === null)) return [];
  if (clientId === '') throw new Error(`${prefix}_CLIENT_ID is missing, beside ${prefix}_CLIENT_SECRET.`);
  if (clientSecret === '') throw new Error(`${prefix}_CLIENT_SECRET is missing, beside ${prefix}_CLIENT_ID.`);
  if (id === 'oidc' && issuer === null)
    throw new Error('OIDC_ISSUER is missing, beside OIDC_CLIENT_ID: it says which provider that is.');
  const discoveryUrl = issuer === null ? null : `${issuer}/.well-known/openid-configuration`;
  return [{ id, name, clientId, clientSecret, discoveryUrl }];
}

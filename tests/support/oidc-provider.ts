import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who signs in at the provider next: the claims of their ID token, `sub` among them. */
export type Claims = { sub: string } & Record<string, unknown>;

export interface OidcProvider {
  /** Its issuer. */
  url: string;
  clientId: string;
  clientSecret: string;
  next: Claims;
  stop(): Promise<void>;
}

/**
 * An OpenID Connect provider of the tests' own (OpenID Connect Core 1.0, the authorization code flow with PKCE): real
 * discovery, keys, codes that work once, signed ID tokens; whoever comes is `next`, without a page that asks.
 */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<
    string,
    { challenge: string; redirect: string; nonce: string | null; claims: Claims }
  >();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const idToken = (claims: object) => {
    const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.url);
    const json = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const tokens = (form: URLSearchParams) => {
      const code = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const basic = Buffer.from(
        (request.headers.authorization ?? '').replace('Basic ', ''),
        'base64',
      ).toString();
      const known =
        basic === `${provider.clientId}:${provider.clientSecret}` ||
        (form.get('client_id') === provider.clientId && form.get('client_secret') === provider.clientSecret);
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!known || !code || code.challenge !== verifier || code.redirect !== form.get('redirect_uri'))
        return json(400, { error: 'invalid_grant' });
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: provider.url,
        aud: provider.clientId,
        iat: now,
        exp: now + 600,
        ...(code.nonce === null ? {} : { nonce: code.nonce }),
        ...code.claims,
      };
      return json(200, {
        access_token: `for ${code.claims.sub}`,
        token_type: 'Bearer',
        expires_in: 600,
        id_token: idToken(claims),
      });
    };
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: provider.url,
          authorization_endpoint: `${provider.url}/authorize`,
          token_endpoint: `${provider.url}/token`,
          userinfo_endpoint: `${provider.url}/userinfo`,
          jwks_uri: `${provider.url}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(200, { keys: [jwk] });
      case '/userinfo':
        return json(200, provider.next);
      case '/authorize': {
        const code = randomBytes(16).toString('hex');
        const redirect = url.searchParams.get('redirect_uri') ?? '';
        codes.set(code, {
          redirect,
          challenge: url.searchParams.get('code_challenge') ?? '',
          nonce: url.searchParams.get('nonce'),
          claims: provider.next,
        });
        const back = new URL(redirect);
        back.searchParams.set('code', code);
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        response.writeHead(302, { location: back.href });
        return response.end();
      }
      case '/token': {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => tokens(new URLSearchParams(body)));
        return;
      }
      default:
        return json(404, {});
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const provider: OidcProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'broadsheet',
    clientSecret: 'a secret of both',
    next: { sub: 'nobody' },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return provider;
}

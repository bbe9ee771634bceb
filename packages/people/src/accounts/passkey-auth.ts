import { passkey } from '@better-auth/passkey';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import type { AccountsOptions } from './accounts.ts';
import { authOptions } from './auth-options.ts';

/** Passkeys. It stands apart because what reads the certificates of authenticators takes 25 MiB, and few sites are asked for it. */
export function passkeyAuth(options: AccountsOptions) {
  const { site } = options;
  return betterAuth({
    ...authOptions(options),
    plugins: [
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
  });
}

function unverified(): never {
  throw new APIError('UNAUTHORIZED', { message: 'The authenticator did not make sure who uses it.' });
}

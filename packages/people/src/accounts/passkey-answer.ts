import { z } from 'zod';

const base64url = z.string().regex(/^[\w-]{1,8000}$/);

/** What a browser sends of an authenticator's answer (WebAuthn, AuthenticationResponseJSON and RegistrationResponseJSON). */
export const PasskeyAnswer = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: base64url }),
  clientExtensionResults: z.looseObject({}).default({}),
});

export type PasskeyAnswer = z.output<typeof PasskeyAnswer>;

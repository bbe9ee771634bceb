/** Passkeys in the browser (WebAuthn Level 3: its JSON forms). Questions come from the server, answers go back to it. */

/** Whether this browser can do it. */
export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'parseCreationOptionsFromJSON' in PublicKeyCredential
  );
}

/** What came of it, in words for the reader where it came to nothing. */
export type PasskeyOutcome = { done: true; to: string } | { done: false; trouble: string };

/** Signs in by a passkey. */
export async function signInByPasskey(back: string): Promise<PasskeyOutcome> {
  return attempt(async () => {
    const question = await ask<PublicKeyCredentialRequestOptionsJSON>('question', { about: 'sign-in' });
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(question);
    const credential = await navigator.credentials.get({ publicKey: options });
    return ask<Done>('enter', { answer: answerOf(credential), back });
  });
}

/** Keeps a new passkey of whoever is signed in. */
export async function addPasskey(name: string): Promise<PasskeyOutcome> {
  return attempt(async () => {
    const question = await ask<PublicKeyCredentialCreationOptionsJSON>('question', { about: 'add' });
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(question);
    const credential = await navigator.credentials.create({ publicKey: options });
    return ask<Done>('add', { answer: answerOf(credential), name });
  });
}

function answerOf(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('none', 'NotAllowedError');
  return credential.toJSON();
}

interface Done {
  to?: string;
}

class Refused extends Error {}

async function ask<Answer extends object>(step: string, body: object): Promise<Answer> {
  const response = await fetch(`/auth/passkey/${step}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json().catch(() => ({}))) as Answer & { message?: unknown };
  if (!response.ok)
    throw new Refused(typeof answer.message === 'string' ? answer.message : 'It did not work.');
  return answer;
}

async function attempt(work: () => Promise<Done>): Promise<PasskeyOutcome> {
  try {
    const { to } = await work();
    return { done: true, to: to ?? '/' };
  } catch (error) {
    if (error instanceof Refused) return { done: false, trouble: error.message };
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError')
      return { done: false, trouble: 'This device has a passkey for you already.' };
    if (name === 'NotAllowedError')
      return { done: false, trouble: 'No passkey was given. Try again, or sign in another way.' };
    return { done: false, trouble: 'This browser could not do it. Try again, or sign in another way.' };
  }
}

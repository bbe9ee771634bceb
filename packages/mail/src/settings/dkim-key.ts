import { createPrivateKey } from 'node:crypto';
import { SettingsError } from '@broadsheet/sources';

const hint = 'It is an RSA key in PEM: openssl genrsa 2048 > dkim.pem, and DKIM_PRIVATE_KEY_FILE=dkim.pem.';

/**
 * Checks a key for DKIM (RFC 6376, 3.3: RSA, of 1024 bits at least; 2048 is what receivers want).
 * @param text PEM; `\n` may stand for a line's end, as it does where an environment has one line for each variable.
 * @returns The key in PEM.
 * @throws SettingsError
 */
export function readDkimKey(text: string, where: string): string {
  const pem = `${text.replaceAll('\\n', '\n').trim()}\n`;
  let key;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says about a key is for nobody, and may quote it.
    throw new SettingsError(`${where} is not a private key.`, hint);
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new SettingsError(
      `${where} is a key of kind ${key.asymmetricKeyType ?? 'unknown'}, not RSA.`,
      hint,
    );
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1024)
    throw new SettingsError(`${where} has ${bits} bits, which receivers do not believe.`, hint);
  return pem;
}

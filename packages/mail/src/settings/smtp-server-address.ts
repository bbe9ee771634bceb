import { isIP } from 'node:net';
import { SettingsError } from '@broadsheet/sources';

/** The mail server that takes our mails, as `SMTP_URL` names it. */
export interface SmtpServerAddress {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), rather than STARTTLS. */
  secure: boolean;
  /**
   * What happens without `secure`: `required` sends nothing where the server cannot encrypt or proves to be somebody else,
   * `offered` encrypts where it can (a server on this machine, whose certificate nobody has to check), `off` never does.
   */
  startTls: 'required' | 'offered' | 'off';
  user: string | null;
  password: string | null;
}

const example = 'Write it as smtp://user:password@mail.example.org:587, or smtps://… for port 465.';

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`; `?tls=off` sends without encryption. Letters that mean something in
 * an address are written with `%`: a password `a/b` is `a%2Fb`.
 * @param where The variable it came from.
 * @throws SettingsError
 */
export function readSmtpUrl(text: string, where: string): SmtpServerAddress {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // The cause would show the address with its password.
    throw new SettingsError(`${where} is not an address.`, example);
  }
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw new SettingsError(`${where} begins with ${url.protocol}//, which is no mail server's.`, example);
  if (url.hostname === '') throw new SettingsError(`${where} names no host.`, example);
  if ((url.pathname !== '' && url.pathname !== '/') || url.hash !== '')
    throw new SettingsError(
      `${where} has something behind the host that does not belong there.`,
      'A / ? # or @ in a name or password is written with %: / is %2F, ? is %3F, # is %23, @ is %40.',
    );
  for (const [name, value] of url.searchParams)
    if (name !== 'tls' || value !== 'off')
      throw new SettingsError(`${where} has an option that is not known.`, 'There is one: ?tls=off.');
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const off = url.searchParams.get('tls') === 'off';
  if (secure && off)
    throw new SettingsError(
      `${where} says both smtps and tls=off.`,
      'Write smtp://…?tls=off, or leave the option out.',
    );
  const user = decode(url.username, where);
  const password = decode(url.password, where);
  if ((user === '') !== (password === ''))
    throw new SettingsError(
      `${where} has a ${user === '' ? 'password but no user' : 'user but no password'}.`,
      example,
    );
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    startTls: off ? 'off' : isLoopback(host) ? 'offered' : 'required',
    user: user || null,
    password: password || null,
  };
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function decode(part: string, where: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new SettingsError(
      `${where} has a % in its user or password that does not belong to a code.`,
      'Write % as %25.',
    );
  }
}

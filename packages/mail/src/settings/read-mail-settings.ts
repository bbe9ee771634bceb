import { readSecret, SettingsError, type Environment } from '@broadsheet/sources';
import { parseAddress } from '../subscriptions/address.ts';
import { readDkimKey } from './dkim-key.ts';
import { MailConfig } from './mail-settings.ts';
import { isLoopback, readSmtpUrl, type SmtpServerAddress } from './smtp-server-address.ts';

/** All that is known about how mails go out. */
export interface MailSettings {
  config: MailConfig;
  /** Null: mails go into the outbox. */
  smtp: SmtpServerAddress | null;
  /** RSA, in PEM; null where mails are not signed here. */
  dkimKey: string | null;
  /** Things that are allowed, but unwise. */
  warnings: string[];
}

/** Letters of a signed link, which a bounce address has before its @ (see `LinkSigner`), and the plus sign. */
const markLength = 44;

/**
 * Reads how mails go out: `mail` of broadsheet.config.ts, and from the environment `SMTP_URL` and `DKIM_PRIVATE_KEY` (or the
 * files that `SMTP_URL_FILE` and `DKIM_PRIVATE_KEY_FILE` name), and `MAIL_FROM`, which is obeyed before `from`.
 * @param config `mail` as the file has it; undefined where it says nothing.
 * @param folder Where paths begin.
 * @throws SettingsError that names the variable or field at fault.
 */
export function readMailSettings({
  config: given,
  env = process.env,
  folder,
}: {
  config: unknown;
  env?: Environment;
  folder: string;
}): MailSettings {
  const warnings: string[] = [];
  const places = { env, folder, warnings };
  const config = readConfig(given);
  const from = env['MAIL_FROM']?.trim();
  if (from) {
    if (parseAddress(from) === null)
      throw new SettingsError(
        'MAIL_FROM is not a mail address.',
        'Write the address alone: MAIL_FROM=papers@example.org. The name beside it is mail.theme.name.',
      );
    config.from = from;
  }
  const smtpUrl = readSecret('SMTP_URL', places);
  const smtp = smtpUrl === null ? null : readSmtpUrl(smtpUrl.text, smtpUrl.where);
  if (smtp !== null && config.from === undefined)
    throw new SettingsError(
      'A mail server is set, but not whom mails come from.',
      'Set MAIL_FROM=papers@example.org, or mail.from in broadsheet.config.ts.',
    );
  if (smtp !== null && smtp.startTls === 'off' && !isLoopback(smtp.host))
    warnings.push(
      `Mails${smtp.password === null ? '' : ' and the password'} go to ${smtp.host} unencrypted, because SMTP_URL says tls=off.`,
    );
  const key = readSecret('DKIM_PRIVATE_KEY', places);
  if (key !== null && config.dkim === undefined)
    throw new SettingsError(
      `${key.where} is set, but not which name it stands under.`,
      "Set mail.dkim in broadsheet.config.ts: { domain: 'example.org', selector: 'broadsheet' }.",
    );
  if (key === null && config.dkim !== undefined)
    throw new SettingsError(
      'mail.dkim is set, but there is no key to sign with.',
      'Set DKIM_PRIVATE_KEY_FILE to the file with the private key, or take mail.dkim away.',
    );
  const dkimKey = key === null ? null : readDkimKey(key.text, key.where);
  checkBounceAddress(config);
  warnings.push(...misaligned(config));
  return { config, smtp, dkimKey, warnings };
}

function readConfig(given: unknown): MailConfig {
  const parsed = MailConfig.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = ['mail', ...(issue?.path ?? [])].join('.');
  throw new SettingsError(
    `${field} in broadsheet.config.ts: ${issue?.message ?? 'not a configuration'}.`,
    "Write it as the page on mail shows: mail: { from: 'papers@example.org' }.",
  );
}

/** RFC 5321, 4.5.3.1.1: before the @ there is room for 64 letters. */
function checkBounceAddress({ bouncesTo }: MailConfig): void {
  const address = bouncesTo === undefined ? null : parseAddress(bouncesTo);
  if (address === null) return;
  const local = address.address.slice(0, address.address.lastIndexOf('@'));
  if (local.length + markLength > 64)
    throw new SettingsError(
      `mail.bouncesTo has ${local.length} letters before its @; with the mark of a mail they would be more than 64.`,
      `Choose a name of at most ${64 - markLength} letters, such as bounces.`,
    );
  if (local.includes('+'))
    throw new SettingsError(
      'mail.bouncesTo has a + before its @, where the mark of a mail will stand.',
      'Choose a name without it, such as bounces.',
    );
}

/** DMARC (RFC 7489, 3.1): the signature has to be of the sender's own organisation, or it counts for nothing. */
function misaligned({ from, dkim }: MailConfig): string[] {
  const sender = from === undefined ? null : parseAddress(from);
  if (sender === null || dkim === undefined) return [];
  const signer = dkim.domain.toLowerCase();
  const related = (one: string, other: string) => one === other || one.endsWith(`.${other}`);
  if (related(sender.domain, signer) || related(signer, sender.domain)) return [];
  return [
    `Mails come from ${sender.domain} but are signed by ${signer}: receivers that check DMARC will not count the signature.`,
  ];
}

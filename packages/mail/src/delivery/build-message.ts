import { createPrivateKey, type KeyObject } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailSettings } from '../settings/read-mail-settings.ts';
import { parseAddress } from '../subscriptions/address.ts';
import type { LinkSigner } from '../subscriptions/signed-links.ts';
import type { DrawnMail } from './drawn-mail.ts';
import { headerPhrase, headerText, headerUrl } from './header-text.ts';
import type { BuiltMessage, QueuedMail } from './queued-mail.ts';

/**
 * What the signature covers, where it is there (RFC 6376, 5.4.1). Both headers of one-click unsubscribing are in it: RFC
 * 8058, 4 makes it a condition.
 */
const signedHeaders = [
  'From',
  'Reply-To',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Content-Language',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Archived-At',
  'Auto-Submitted',
  'Feedback-ID',
];

/** A mail that can never be sent as it is: its address is none. */
export class UnsendableMail extends Error {
  override readonly name = 'UnsendableMail';
}

export interface BuildOptions {
  settings: Pick<MailSettings, 'config' | 'dkimKey'>;
  /** Marks the address that bounces go to. */
  signer: Pick<LinkSigner, 'sign'>;
  /** When it is sent. */
  date: Date;
}

/** The sender where none is set, which is so only where mails go into the outbox. */
const nobody = 'broadsheet@localhost';

/**
 * Puts a drawn mail into its envelope: headers (RFC 5322; for lists RFC 2369, 2919, 8058), text and HTML as
 * `multipart/alternative` in ASCII, and a DKIM signature (RFC 6376, relaxed/relaxed) where there is a key.
 *
 * The same row gives the same Message-ID at every attempt, so that what reaches a mailbox twice is seen to be one mail.
 * @throws UnsendableMail where the row's address is none, as only a row from elsewhere can be.
 */
export async function buildMessage(
  mail: Pick<QueuedMail, 'id' | 'kind' | 'issueId' | 'requestId' | 'address' | 'createdAt'>,
  drawn: DrawnMail,
  { settings: { config, dkimKey }, signer, date }: BuildOptions,
): Promise<BuiltMessage> {
  const to = parseAddress(mail.address);
  const from = parseAddress(config.from ?? nobody);
  if (to === null || from === null) throw new UnsendableMail(`Mail ${mail.id} has no valid address.`);
  const subject = headerText(drawn.subject);
  const messageId = messageIdOf(mail, from.domain);
  const composed = new MailComposer({
    from: { name: headerText(config.theme.name, 60), address: from.address },
    ...(config.replyTo === undefined ? {} : { replyTo: { address: config.replyTo } }),
    to: { address: to.address },
    subject,
    date,
    messageId,
    headers: {
      'Content-Language': 'en',
      // RFC 3834, 5: no answering machine shall answer.
      'Auto-Submitted': 'auto-generated',
      'Feedback-ID': `${mail.kind}:::${senderId(from.domain)}`,
      ...(drawn.list === null ? {} : listHeaders(drawn.list, from.domain)),
    },
    text: lines(drawn.text),
    html: lines(drawn.html),
    newline: '\r\n',
    // What was drawn holds words of strangers; none of them can name a file or an address to be put into the mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const unsigned = await composed.compile().build();
  const raw =
    dkimKey === null || config.dkim === undefined ? unsigned : await sign(unsigned, config.dkim, dkimKey);
  return {
    envelope: { from: bounceAddress(mail.id, config, signer) ?? from.address, to: to.address },
    raw,
    messageId,
    subject,
  };
}

/** Where a bounce of this mail goes (VERP, cr.yp.to/proto/verp.txt), with a mark that only we can make; null without. */
function bounceAddress(
  mailId: number,
  { bouncesTo }: MailSettings['config'],
  signer: Pick<LinkSigner, 'sign'>,
): string | null {
  const address = bouncesTo === undefined ? null : parseAddress(bouncesTo);
  if (address === null) return null;
  const at = address.address.lastIndexOf('@');
  return `${address.address.slice(0, at)}+${signer.sign('bounce', mailId)}@${address.domain}`;
}

/** The moment of the row is part of it, since another installation may count its issues from 1 under the same domain. */
function messageIdOf(
  {
    id,
    kind,
    issueId,
    requestId,
    createdAt,
  }: Pick<QueuedMail, 'id' | 'kind' | 'issueId' | 'requestId' | 'createdAt'>,
  domain: string,
): string {
  return `<${kind}.${issueId ?? requestId ?? id}.${createdAt.getTime().toString(36)}@${domain}>`;
}

function listHeaders(
  { unsubscribe, name, subscriptionId, archivedAt }: NonNullable<DrawnMail['list']>,
  domain: string,
) {
  // `prepared`: goes out as it stands, unfolded.
  const asIs = (value: string) => ({ prepared: true, value });
  const list = headerUrl(unsubscribe);
  return {
    Precedence: 'bulk',
    'List-Id': {
      ...asIs(`${headerPhrase(name)} <${subscriptionId === null ? 'talk' : `s${subscriptionId}`}.${domain}>`),
      foldLines: true,
    },
    'List-Unsubscribe': asIs(list),
    // RFC 8058, 3.1 wants https; with less it would promise what no mail program may do.
    ...(list.startsWith('<https:') ? { 'List-Unsubscribe-Post': asIs('List-Unsubscribe=One-Click') } : {}),
    'Archived-At': asIs(headerUrl(archivedAt)),
  };
}

/** Google's Feedback-ID ends with a name of the sender, of 5 to 15 letters, under which complaints are counted. */
function senderId(domain: string): string {
  return domain
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 15)
    .padEnd(5, '0');
}

/** Lines end with CRLF, and every code unit is half of nothing. */
function lines(text: string): string {
  return text.toWellFormed().replace(/\r\n?|\n/g, '\r\n');
}

async function sign(
  raw: Buffer,
  { domain, selector }: NonNullable<MailSettings['config']['dkim']>,
  privateKey: string,
): Promise<Buffer> {
  const dkim = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey: keyOf(privateKey),
    headerFieldNames: signedHeaders.join(':'),
  });
  const pieces: Buffer[] = [];
  for await (const piece of dkim.sign(raw)) pieces.push(piece as Buffer);
  const signed = Buffer.concat(pieces);
  // The library sends unsigned what it cannot sign.
  if (!signed.subarray(0, 15).equals(Buffer.from('DKIM-Signature:')))
    throw new Error('A mail could not be signed with the key of DKIM_PRIVATE_KEY.');
  return signed;
}

/** Reading a key costs as much as signing with it. */
let lastKey: { pem: string; key: KeyObject } | null = null;

function keyOf(pem: string): KeyObject {
  lastKey = lastKey?.pem === pem ? lastKey : { pem, key: createPrivateKey(pem) };
  return lastKey.key;
}

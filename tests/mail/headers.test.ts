import { generateKeyPairSync } from 'node:crypto';
import {
  buildMessage,
  linkSigner,
  readMailSettings,
  smtpSender,
  type DrawnMail,
  type QueuedMail,
} from '@broadsheet/mail';
import { dkimVerify } from 'mailauth';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmtpInbox, type SmtpInbox } from './smtp-inbox.ts';

/** What a reader's server gets: sent by our sender to a real server, read by a parser and a verifier that are not ours. */

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const settings = readMailSettings({
  config: {
    from: 'papers@mail.example.org',
    replyTo: 'editors@example.org',
    bouncesTo: 'bounces@mail.example.org',
    dkim: { domain: 'example.org', selector: 'b1' },
    theme: { name: 'Bröadsheet, “daily”' },
  },
  env: { DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
  folder: '.',
});
const signer = linkSigner(Buffer.alloc(32, 5));
const mail: QueuedMail = {
  id: 77,
  kind: 'digest',
  issueId: 5,
  requestId: null,
  noticeId: null,
  subscriberId: 3,
  accountLinkId: null,
  address: 'ada.lovelace@example.net',
  addressKey: 'ada.lovelace@example.net',
  domain: 'example.net',
  createdAt: new Date('2026-11-25T06:59:00Z'),
  attempts: 0,
};
const unsubscribe = `https://papers.example.org/unsubscribe/${signer.sign('unsubscribe', 17)}?${'x'.repeat(200)}`;
const drawn: DrawnMail = {
  subject: '12 papers · top: 深層学習 and \u202eRTL titles, with a line that is long enough to be folded',
  text: `Plain text — with ∑ and\n.\n..two dots\nFrom here on\n${'long '.repeat(400)}\n`,
  html: `<p dir="rtl">שלום</p>\n<p>${'<b>long</b> '.repeat(400)}</p>\n.\n`,
  list: {
    unsubscribe,
    name: 'Papers on 深層学習',
    subscriptionId: 17,
    archivedAt: 'https://papers.example.org/issues/5',
  },
};

let inbox: SmtpInbox;
let raw: Buffer;
let messageId: string;
beforeAll(async () => {
  inbox = await startSmtpInbox();
  const { smtp } = readMailSettings({
    config: {},
    env: { SMTP_URL: inbox.url, MAIL_FROM: 'a@b.org' },
    folder: '.',
  });
  const sender = smtpSender(smtp ?? expect.fail(), { connections: 1 });
  const message = await buildMessage(mail, drawn, {
    settings,
    signer,
    date: new Date('2026-11-25T07:00:00Z'),
  });
  ({ messageId } = message);
  await sender.send(message, { mailId: 77, beforeData: () => Promise.resolve() });
  await sender.close();
  raw = inbox.mails[0]?.raw ?? Buffer.alloc(0);
});
afterAll(() => inbox.close());

/** Header lines as they went out, folded ones with their ends. */
function headerLines(): string[] {
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('ascii');
  return head.split(/\r\n(?![ \t])/);
}
const line = (name: string) =>
  headerLines().filter((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
const verify = (mailAsItCame: Buffer) =>
  dkimVerify(mailAsItCame, {
    resolver: (name: string) => {
      expect(name).toBe('b1._domainkey.example.org');
      return Promise.resolve([
        [`v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`],
      ]);
    },
  });

describe('a mail on the wire', () => {
  it('is ASCII in lines that any server takes (RFC 5322, 2.1.1)', () => {
    expect(raw.every((byte) => byte < 128)).toBe(true);
    const lines = raw.toString('ascii').split('\r\n');
    expect(lines.some((one) => /[\r\n]/.test(one))).toBe(false);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(998);
    const body = raw.subarray(raw.indexOf('\r\n\r\n')).toString('ascii').split('\r\n');
    expect(Math.max(...body.map(({ length }) => length))).toBeLessThanOrEqual(78);
  });

  it('has each header that RFC 5322 allows once, once', () => {
    for (const name of [
      'From',
      'To',
      'Subject',
      'Date',
      'Message-ID',
      'Reply-To',
      'MIME-Version',
      'List-ID',
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
    ])
      expect(line(name), name).toHaveLength(1);
    expect(line('Bcc')).toEqual([]);
  });

  it('says who it is from, to whom, and when', async () => {
    const parsed = await PostalMime.parse(raw);
    expect(parsed.from).toEqual({ name: 'Bröadsheet, “daily”', address: 'papers@mail.example.org' });
    expect(parsed.to).toEqual([{ name: '', address: 'ada.lovelace@example.net' }]);
    expect(parsed.replyTo).toEqual([{ name: '', address: 'editors@example.org' }]);
    expect(parsed.subject).toBe(
      '12 papers · top: 深層学習 and RTL titles, with a line that is long enough to be folded',
    );
    expect(parsed.date).toBe('2026-11-25T07:00:00.000Z');
    expect(parsed.messageId).toBe(messageId);
    expect(inbox.mails[0]).toMatchObject({
      from: `bounces+${signer.sign('bounce', 77)}@mail.example.org`,
      to: 'ada.lovelace@example.net',
    });
  });

  it('is a list’s mail: RFC 2369, 2919, 3834, 5064', async () => {
    const { headers } = await PostalMime.parse(raw);
    const value = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(value('list-id')).toMatch(/ <s17\.mail\.example\.org>$/);
    expect(value('archived-at')).toBe('<https://papers.example.org/issues/5>');
    expect(value('auto-submitted')).toBe('auto-generated');
    expect(value('precedence')).toBe('bulk');
    expect(value('content-language')).toBe('en');
    expect(value('feedback-id')).toMatch(/^digest:::[a-z0-9]{5,15}$/);
  });

  it('can be unsubscribed from with one click (RFC 8058), in headers that nobody has to unfold', () => {
    expect(line('List-Unsubscribe')).toEqual([`List-Unsubscribe: <${unsubscribe}>`]);
    expect(line('List-Unsubscribe-Post')).toEqual(['List-Unsubscribe-Post: List-Unsubscribe=One-Click']);
  });

  it('has the text first, and both whole', async () => {
    const types = [...raw.toString('ascii').matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, type]) => type);
    expect(types).toEqual(['multipart/alternative', 'text/plain', 'text/html']);
    const parsed = await PostalMime.parse(raw);
    expect(parsed.text?.trim()).toBe(drawn.text.trim());
    expect(parsed.html?.trim()).toBe(drawn.html.trim());
  });

  it('is signed, and the signature covers both headers of one click', async () => {
    const { results } = await verify(raw);
    expect(results).toHaveLength(1);
    const [result] = results;
    expect(result).toMatchObject({
      status: { result: 'pass' },
      signingDomain: 'example.org',
      selector: 'b1',
      algo: 'rsa-sha256',
      format: 'relaxed/relaxed',
    });
    const covered = (result?.signingHeaders?.keys ?? '').toLowerCase().split(/\s*[:,]\s*/);
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'list-id',
      'reply-to',
    ])
      expect(covered).toContain(name);
  });

  it.each([
    ['the address to unsubscribe at', (text: string) => text.replace('/unsubscribe/', '/unsubscribe?')],
    ['that one click is enough', (text: string) => text.replace('=One-Click', '=Two-Click')],
    ['the subject', (text: string) => text.replace('12_papers', '13_papers')],
    ['the text', (text: string) => text.replace('two dots', 'ten dots')],
  ])('shows it when somebody changes %s', async (_, change) => {
    const changed = change(raw.toString('latin1'));
    expect(changed).not.toBe(raw.toString('latin1'));
    const { results } = await verify(Buffer.from(changed, 'latin1'));
    expect(results[0]?.status.result).not.toBe('pass');
  });
});

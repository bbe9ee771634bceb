import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { MailConfig } from '../settings/mail-settings.ts';
import { linkSigner } from '../subscriptions/signed-links.ts';
import { buildMessage, UnsendableMail } from './build-message.ts';
import type { DrawnMail } from './drawn-mail.ts';

const signer = linkSigner(Buffer.alloc(32, 7));
const date = new Date('2026-11-25T07:00:00Z');
const mail = {
  id: 9,
  kind: 'digest' as const,
  issueId: 5,
  requestId: null,
  address: 'ada@example.net',
  createdAt: new Date('2026-11-25T06:59:00Z'),
};
const drawn: DrawnMail = {
  subject: '12 papers · top: A title',
  text: 'Twelve papers\n.\nFrom here on\n',
  html: '<p>Twelve papers</p>',
  list: {
    unsubscribe: 'https://example.org/unsubscribe/h-0123456789abcdef0123456789abcdef',
    name: 'Trending papers',
    subscriptionId: 17,
    archivedAt: 'https://example.org/issues/5-0123456789abcdef0123456789abcdef',
  },
};
const build = (
  change: Partial<DrawnMail> = {},
  config: Record<string, unknown> = {},
  mailChange: Partial<typeof mail> = {},
) =>
  buildMessage(
    { ...mail, ...mailChange },
    { ...drawn, ...change },
    {
      settings: { config: MailConfig.parse({ from: 'papers@example.org', ...config }), dkimKey: null },
      signer,
      date,
    },
  );

describe('buildMessage', () => {
  it('gives the same Message-ID at every attempt, and another to every mail', async () => {
    const [first, again] = [await build(), await build({ subject: 'drawn anew' })];
    expect(again.messageId).toBe(first.messageId);
    expect(first.messageId).toMatch(/^<digest\.5\.[0-9a-z]+@example\.org>$/);
    expect((await build({}, {}, { issueId: 6 })).messageId).not.toBe(first.messageId);
  });

  it('marks the address that bounces go to', async () => {
    expect((await build()).envelope).toEqual({ from: 'papers@example.org', to: 'ada@example.net' });
    const { envelope } = await build({}, { bouncesTo: 'bounces@mail.example.org' });
    expect(envelope.from).toBe(`bounces+${signer.sign('bounce', 9)}@mail.example.org`);
  });

  it('names no way to unsubscribe in a mail that was just asked for', async () => {
    const { headers } = await PostalMime.parse((await build({ list: null })).raw);
    expect(headers.filter(({ key }) => /^list-|^precedence|^archived/.test(key))).toEqual([]);
  });

  it('promises one click only where the address is https (RFC 8058, 3.1)', async () => {
    const list = { ...(drawn.list ?? expect.fail()), unsubscribe: 'http://localhost:3000/unsubscribe/h-01' };
    const { headers } = await PostalMime.parse((await build({ list })).raw);
    expect(headers.filter(({ key }) => key.startsWith('list-unsubscribe'))).toMatchObject([
      { key: 'list-unsubscribe', value: '<http://localhost:3000/unsubscribe/h-01>' },
    ]);
  });

  it.each([
    '',
    'ada',
    'ada@example.org\r\nBcc: eve@example.org',
    'a b@example.org',
    'ada@[127.0.0.1]',
    '"a"@b.org',
  ])('does not send to %j', async (address) => {
    await expect(build({}, {}, { address })).rejects.toThrow(UnsendableMail);
  });

  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          '\r\n',
          '\n',
          '\r',
          '\0',
          '\u2028',
          '\u0085',
          '\u202e',
          'Bcc: eve@example.org',
          ':',
          '<',
          '>',
          '"',
          '\\',
          '=?UTF-8?Q?a?=',
          '深層',
          'é',
          ' ',
          '\t',
          '.',
          '\ud800',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  );

  it('lets nothing that was drawn, or set, become a header or leave ASCII', async () => {
    const plain = await headersOf((await build()).raw);
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, nasty, nasty, async (subject, text, html, list, name) => {
        const { raw } = await build(
          {
            subject: `x${subject}`,
            text: `x${text}`,
            html: `x${html}`,
            list: {
              ...(drawn.list ?? expect.fail()),
              name: list,
              unsubscribe: `https://example.org/${list.slice(0, 40)}`,
            },
          },
          { theme: { name: `x${name.slice(0, 50)}` } },
        );
        expect(raw.every((byte) => byte < 128 && byte !== 0)).toBe(true);
        const lines = raw.toString('ascii').split('\r\n');
        expect(lines.some((line) => /[\r\n]/.test(line) || line.length > 998)).toBe(false);
        expect(await headersOf(raw)).toEqual(plain);
        const parsed = await PostalMime.parse(raw);
        expect(parsed.to).toEqual([{ name: '', address: 'ada@example.net' }]);
        expect(parsed.from?.address).toBe('papers@example.org');
      }),
      { numRuns: 300 },
    );
  });
});

/** Names of headers, in order. */
async function headersOf(raw: Buffer): Promise<string[]> {
  return (await PostalMime.parse(raw)).headers.map(({ key }) => key);
}

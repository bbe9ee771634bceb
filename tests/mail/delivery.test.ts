import {
  buildMessage,
  deliverMails,
  linkSigner,
  readMailSettings,
  recordBounces,
  smtpSender,
  type DeliverReport,
} from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSmtpInbox, type InboxOptions, type SmtpInbox } from './smtp-inbox.ts';

let store: Store;
let inbox: SmtpInbox;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(async () => {
  await inbox.close();
  await store.close();
});

const signer = linkSigner(Buffer.alloc(32, 6));
let clock = new Date('2026-11-25T07:00:00Z');

async function deliver(): Promise<DeliverReport> {
  const settings = readMailSettings({
    config: { from: 'papers@example.org', bouncesTo: 'bounces@example.org' },
    env: { SMTP_URL: inbox.url },
    folder: '.',
  });
  const sender = smtpSender(settings.smtp ?? expect.fail(), { connections: 3 });
  const report = await deliverMails(store, {
    sender,
    settings,
    draw: ({ address }) => Promise.resolve({ subject: address, html: '<p>x</p>', text: 'x', list: null }),
    build: (mail, drawn) => buildMessage(mail, drawn, { settings, signer, date: clock }),
    now: () => clock,
  });
  await sender.close();
  return report;
}

async function queue(...names: string[]): Promise<void> {
  for (const name of names)
    await store.query(
      `insert into mails (kind, address, address_key, domain, created_at, next_try_at)
       values ('links', $1, $1, split_part($1, '@', 2), $2, $2)`,
      [`${name}@${name.replace(/\d+$/, '')}.example`, clock],
    );
}
const states = async () => {
  const rows = await store.query<{ domain: string; state: string; count: number }>(
    'select domain, state, count(*)::int as count from mails group by 1, 2 order by 1',
  );
  return Object.fromEntries(
    rows.map(({ domain, state, count }) => [domain.replace('.example', ''), [state, count]]),
  );
};
const begins = (to: string, word: string) => to.startsWith(word);

test('whatever a server does, every mail ends as what it is', async () => {
  const faults: InboxOptions = {
    onRcpt: (to, attempt) =>
      begins(to, 'nobody')
        ? { reply: '550 5.1.1 No such user' }
        : begins(to, 'policy')
          ? { reply: '550 5.7.1 We do not like you' }
          : begins(to, 'grey') && attempt === 0
            ? { reply: '450 4.2.0 Greylisted' }
            : begins(to, 'hangup') && attempt === 0
              ? 'drop'
              : null,
    beforeContent: (to) =>
      begins(to, 'cut') ? 'drop' : begins(to, 'content') ? { reply: '554 5.6.0 Not that' } : null,
    afterContent: (to) => (begins(to, 'silent') ? 'drop' : begins(to, 'slow') ? { pause: 150 } : null),
  };
  inbox = await startSmtpInbox(faults);
  const kinds = ['fine', 'nobody', 'policy', 'grey', 'hangup', 'cut', 'content', 'silent', 'slow'];
  for (let n = 0; n < 4; n++) await queue(...kinds.map((kind) => `${kind}${n}`));
  const report = await deliver();
  expect(report).toMatchObject({ failed: 12, deferred: 4, unknown: 8, stopped: null });
  clock = new Date(clock.getTime() + 10 * 60_000);
  await deliver();
  expect(await states()).toEqual({
    fine: ['sent', 4],
    nobody: ['failed', 4],
    policy: ['failed', 4],
    grey: ['sent', 4],
    hangup: ['sent', 4],
    cut: ['unknown', 4],
    content: ['failed', 4],
    silent: ['unknown', 4],
    slow: ['sent', 4],
  });
  // Nobody got anything twice: not even those whose server took the mail and said nothing.
  const got = inbox.mails.map(({ to }) => to);
  expect(new Set(got).size).toBe(got.length);
  expect(got.filter((to) => begins(to, 'silent'))).toHaveLength(4);
  const suppressed = await store.query<{ key: string }>('select address_key as key from suppressions');
  expect(suppressed.map(({ key }) => key).sort()).toEqual(
    [0, 1, 2, 3].map((n) => `nobody${n}@nobody.example`),
  );
});

test('a server that is not there costs no mail anything', async () => {
  inbox = await startSmtpInbox();
  await inbox.close();
  await queue('fine1', 'fine2');
  const report = await deliver();
  expect(report.stopped).toMatch(/ECONNREFUSED/);
  expect(await store.query('select state, attempts from mails')).toEqual([
    { state: 'waiting', attempts: 0 },
    { state: 'waiting', attempts: 0 },
  ]);
  inbox = await startSmtpInbox();
  expect(await deliver()).toMatchObject({ sent: 2, stopped: null });
});

test('the address that a mail came from brings its bounce home', async () => {
  inbox = await startSmtpInbox();
  await queue('fine1', 'fine2');
  await deliver();
  const bounced = inbox.mails.find(({ to }) => to.startsWith('fine2')) ?? expect.fail();
  const report = `To: ${bounced.from}
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; somebody.else@example.com
Action: failed
Status: 5.1.1

--b--
`;
  expect(await recordBounces(store, signer, [Buffer.from(report)], clock)).toMatchObject({
    bounces: 1,
    suppressed: 1,
  });
  expect(await store.query('select address_key from suppressions')).toEqual([
    { address_key: 'fine2@fine.example' },
  ]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkSigner } from '../subscriptions/signed-links.ts';
import { readReportFields } from './bounce-report.ts';
import { recordBounces } from './bounces.ts';
import { longestBounce, readBounce } from './read-bounce.ts';
import { readMailFile } from './read-mail-file.ts';

const signer = linkSigner(Buffer.alloc(32, 3));
const markOf = (id: number) => signer.sign('bounce', id);
const bytes = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'));

interface Told {
  mark?: string;
  status?: string;
  diagnostic?: string;
  action?: string;
}

/** As Postfix writes it (bounce.c), cut down. */
const postfix = ({
  mark = markOf(1),
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 <ada@example.net>: Recipient address rejected: User unknown',
  action = 'failed',
}: Told = {}) =>
  bytes(`Return-Path: <>
Delivered-To: bounces+${mark}@mail.example.org
Date: Wed, 25 Nov 2026 08:00:00 +0100 (CET)
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces+${mark}@mail.example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4B1.1/mx.example.net"
Message-Id: <20261125.4B1@mx.example.net>

This is a MIME-encapsulated message.

--4B1.1/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4B1.1/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4B1
X-Postfix-Sender: rfc822; bounces@mail.example.org
Arrival-Date: Wed, 25 Nov 2026 07:59:59 +0100 (CET)

Final-Recipient: rfc822; ada@example.net
Original-Recipient: rfc822;ada@example.net
Action: ${action}
Status: ${status}
Remote-MTA: dns; in.example.net
Diagnostic-Code: ${diagnostic}

--4B1.1/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: papers@example.org
To: bounces+${markOf(999)}@mail.example.org
Subject: 12 papers

text
--4B1.1/mx.example.net--
`);

/** As RFC 5965, appendix B.2 shows it. */
const complaint = (type = 'abuse') =>
  bytes(`From: <abusedesk@example.com>
Date: Thu, 8 Mar 2005 17:40:36 EDT
Subject: FW: Earn money
To: <bounces+${markOf(1).toUpperCase()}@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report.
--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <bounces@mail.example.org>
Original-Rcpt-To: <ada@example.net>
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: <papers@example.org>

text
--part1_13d.2e68ed54_boundary--
`);

describe('readBounce', () => {
  it('reads a delivery status notification', async () => {
    expect(await readBounce(postfix())).toMatchObject({
      kind: 'bounce',
      mark: { id: 1 },
      recipient: 'ada@example.net',
      action: 'failed',
      enhanced: '5.1.1',
      status: 550,
    });
  });

  it('reads a complaint, whatever case its mark came in', async () => {
    expect(await readBounce(complaint())).toMatchObject({
      kind: 'complaint',
      mark: { id: 1 },
      recipient: 'ada@example.net',
    });
    expect(await readBounce(complaint('not-spam'))).toBeNull();
  });

  it('believes the diagnostic where the status says nothing', async () => {
    const told = {
      status: '5.0.0',
      diagnostic: 'smtp; 550-5.7.1 [192.0.2.1] Our system has detected\n 550 5.7.1 spam',
    };
    expect(await readBounce(postfix(told))).toMatchObject({ enhanced: '5.7.1', status: 550 });
  });

  it.each([
    [
      'an answering machine',
      bytes(`To: bounces+${markOf(1)}@example.org\nSubject: I am away\n\nUntil Monday.\n`),
    ],
    [
      'a report without a mark',
      bytes(
        postfix()
          .toString()
          .replaceAll(/bounces\+[^@]+@/g, 'bounces@'),
      ),
    ],
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256))],
  ])('makes nothing of %s', async (_, raw) => {
    expect(await readBounce(raw)).toBeNull();
  });

  it('does not crash, hang or eat memory on what strangers send', async () => {
    const deep = Array.from(
      { length: 3_000 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
    ).join('');
    const hostile = [
      `To: bounces+${markOf(1)}@example.org\n${deep}`,
      `To: ${'a@b.org, '.repeat(100_000)}\n\n`,
      `To: ${'('.repeat(200_000)}\n\n`,
      `To: bounces+${markOf(1)}@example.org\nContent-Type: message/delivery-status\n\n${'Action: failed\n\n'.repeat(200_000)}`,
      `To: bounces+${markOf(1)}@example.org\nContent-Type: message/delivery-status\n\nAction: failed\nDiagnostic-Code: ${' x\n'.repeat(200_000)}`,
      `To: bounces+${markOf(1)}@example.org\n${'\n'.repeat(1_000_000)}`,
      postfix().toString() + 'x'.repeat(5 * longestBounce),
    ];
    // Each took the parser seconds, or would; the test's own time limit is what they must not reach.
    for (const text of hostile) await readBounce(bytes(text));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.nat(2_000), async (noise, at) => {
        const raw = Buffer.from(postfix());
        Buffer.from(noise).copy(raw, at % raw.length);
        await readBounce(raw);
        readReportFields(Buffer.from(noise).toString('latin1'));
      }),
      { numRuns: 200 },
    );
  });
});

describe('recordBounces', () => {
  let store: Store;
  const now = new Date('2026-11-25T08:00:00Z');
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.query(
      'truncate subscribers, subscriptions, issues, mails, suppressions, soft_bounces restart identity cascade',
    );
    await store.query(
      `insert into subscribers (address, address_key) values ('ada@example.net', 'ada@example.net')`,
    );
    await store.query(`insert into subscriptions (subscriber_id, plan) values (1, $1::jsonb)`, [
      JSON.stringify({
        wish: { kind: 'category', value: 'cs.LG' },
        cadence: { frequency: 'daily', weekday: 1, hour: 7, timeZone: 'Europe/Berlin' },
        count: 10,
        length: 'short',
      }),
    ]);
    for (let n = 1; n <= 6; n++) {
      await store.query(
        `insert into issues (subscription_id, day, composed_at, papers, content) values (1, date '2026-11-01' + $1::int, $2, '{}', '{}')`,
        [n, now],
      );
      await store.query(
        `insert into mails (kind, issue_id, address, address_key, domain, state, created_at, next_try_at)
         values ('digest', $1, 'ada@example.net', 'ada@example.net', 'example.net', 'sent', $2, $2)`,
        [n, now],
      );
    }
  });
  const suppressions = () => store.query('select address_key, reason from suppressions');
  const told = (id: number, change: Told) => postfix({ mark: markOf(id), ...change });

  it('sends nothing more to an address that is not there', async () => {
    expect(await recordBounces(store, signer, [postfix()], now)).toMatchObject({
      read: 1,
      bounces: 1,
      suppressed: 1,
    });
    expect(await suppressions()).toEqual([{ address_key: 'ada@example.net', reason: 'hard-bounce' }]);
    expect(await store.query('select bounced_at from mails where id = 1')).toEqual([{ bounced_at: now }]);
    expect(await recordBounces(store, signer, [postfix()], now)).toMatchObject({ bounces: 0, ignored: 1 });
  });

  it('believes only marks of its own', async () => {
    const forged = [
      `1-${'0'.repeat(32)}`,
      linkSigner(Buffer.alloc(32, 4)).sign('bounce', 1),
      signer.sign('issue', 1),
      markOf(77),
    ];
    const report = await recordBounces(
      store,
      signer,
      forged.map((mark) => postfix({ mark })),
      now,
    );
    expect(report).toMatchObject({ read: 4, notOurs: 4, suppressed: 0 });
    expect(await suppressions()).toEqual([]);
  });

  it('counts troubles that pass, and gives up after five in fourteen days', async () => {
    const full = { status: '4.2.2', diagnostic: 'smtp; 452 4.2.2 Mailbox full' };
    const day = (n: number) => new Date(now.getTime() + n * 86_400_000);
    await recordBounces(store, signer, [told(1, full)], day(-15));
    for (const n of [2, 3, 4, 5]) await recordBounces(store, signer, [told(n, full)], day(n - 5));
    expect(await suppressions()).toEqual([]);
    expect(await recordBounces(store, signer, [told(6, full)], day(1))).toMatchObject({ suppressed: 1 });
    expect(await suppressions()).toEqual([{ address_key: 'ada@example.net', reason: 'soft-bounces' }]);
  });

  it('does not punish readers for what servers think of us, nor for delays', async () => {
    const raws = [
      told(1, { status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 Message rejected as spam' }),
      told(2, { action: 'delayed', status: '4.4.1', diagnostic: 'smtp; connection timed out' }),
      told(3, { action: 'delivered', status: '2.0.0', diagnostic: 'smtp; 250 OK' }),
    ];
    expect(await recordBounces(store, signer, raws, now)).toMatchObject({
      bounces: 1,
      ignored: 2,
      suppressed: 0,
    });
    expect(await suppressions()).toEqual([]);
    expect(await store.query('select * from soft_bounces')).toEqual([]);
  });

  it('ends what somebody complains about', async () => {
    await recordBounces(store, signer, [postfix()], now);
    expect(await recordBounces(store, signer, [complaint()], now)).toMatchObject({
      complaints: 1,
      suppressed: 1,
    });
    expect(await suppressions()).toEqual([{ address_key: 'ada@example.net', reason: 'complaint' }]);
    expect(await store.query('select ended_at, next_at from subscriptions')).toEqual([
      { ended_at: now, next_at: null },
    ]);
  });
});

describe('readMailFile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'broadsheet-bounces-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = async (path: string) => {
    const mails: string[] = [];
    for await (const raw of readMailFile(path)) mails.push(Buffer.from(raw).toString());
    return mails;
  };

  it('reads one message', async () => {
    writeFileSync(join(folder, 'one.eml'), postfix());
    expect(await read(join(folder, 'one.eml'))).toEqual([postfix().toString()]);
  });

  it('reads mbox, and takes its quoting away', async () => {
    const file = join(folder, 'mbox');
    writeFileSync(
      file,
      'From a@b Wed Nov 25\nSubject: 1\n\n>From here\n>>From there\nFrom now on\n\nFrom c@d Wed Nov 25\r\nSubject: 2\r\n\r\nend',
    );
    expect(await read(file)).toEqual([
      'Subject: 1\n\nFrom here\n>From there\nFrom now on\n\n',
      'Subject: 2\r\n\r\nend',
    ]);
  });

  it('reads a Maildir, and any folder', async () => {
    for (const name of ['new', 'cur', 'tmp']) {
      mkdirSync(join(folder, 'maildir', name), { recursive: true });
      writeFileSync(join(folder, 'maildir', name, '1.host'), name);
    }
    expect(await read(join(folder, 'maildir'))).toEqual(['new', 'cur']);
    expect(await read(join(folder, 'maildir', 'tmp'))).toEqual(['tmp']);
  });

  it('takes no more of a mail than anyone reads', async () => {
    const file = join(folder, 'long');
    writeFileSync(file, `From a@b\nSubject: 1\n\n${'x'.repeat(3 * longestBounce)}\n\nFrom a@b\nSubject: 2\n`);
    const mails = await read(file);
    expect(mails.map(({ length }) => length)).toEqual([longestBounce, 11]);
    writeFileSync(file, `X: ${'x'.repeat(3 * longestBounce)}`);
    expect((await read(file)).map(({ length }) => length)).toEqual([longestBounce]);
  });

  it('reads nothing from an empty file', async () => {
    writeFileSync(join(folder, 'empty'), '');
    expect(await read(join(folder, 'empty'))).toEqual([]);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailConfig } from '../settings/mail-settings.ts';
import { linkSigner } from '../subscriptions/signed-links.ts';
import { buildMessage } from './build-message.ts';
import { deliverMails, type DeliverOptions } from './deliver-mails.ts';
import type { MailSender, SendResult } from './mail-sender.ts';
import { retryUnknown } from './mail-queue.ts';
import { getOutboxMail, listOutbox, outboxSender } from './outbox.ts';
import type { QueuedMail } from './queued-mail.ts';

let store: Store;
let now = new Date('2026-11-25T07:00:00Z');
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  now = new Date('2026-11-25T07:00:00Z');
  await store.query(
    'truncate subscribers, subscription_requests, subscriptions, issues, mails, suppressions, soft_bounces, mail_domains, outbox restart identity cascade',
  );
});
afterAll(() => store.close());

const signer = linkSigner(Buffer.alloc(32, 1));
const drawn = { subject: 'Twelve papers', html: '<p>é</p>', text: 'é', list: null };
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);
const ok: SendResult = { outcome: 'sent', stage: 'content', reply: '250 OK', status: 250, enhanced: null };
const reply = (text: string, stage: SendResult['stage'] = 'envelope'): SendResult => ({
  outcome: text.startsWith('4') ? 'deferred' : 'refused',
  stage,
  reply: text,
  status: Number(text.slice(0, 3)),
  enhanced: /^\d{3} (\d\.\d+\.\d+)/.exec(text)?.[1] ?? null,
});

/** A server that answers as it is told, and notes what it was given. */
function fakeSender(answer: (to: string) => SendResult | Promise<SendResult> = () => ok, connections = 3) {
  const taken: string[] = [];
  const sender: MailSender = {
    connections,
    async send({ envelope: { to } }, { beforeData }) {
      const result = await answer(to);
      if (result.stage === 'content') {
        try {
          await beforeData();
        } catch (error) {
          return { ...ok, outcome: 'deferred', stage: 'withheld', reply: (error as Error).message };
        }
      }
      if (result.outcome === 'sent') taken.push(to);
      return result;
    },
    close: () => Promise.resolve(),
  };
  return { sender, taken };
}

function deliver(
  sender: MailSender,
  options: Partial<DeliverOptions> & { config?: Record<string, unknown> } = {},
) {
  const settings = {
    config: MailConfig.parse({ from: 'papers@example.org', ...options.config }),
    dkimKey: null,
  };
  return deliverMails(store, {
    sender,
    draw: () => Promise.resolve(drawn),
    build: (mail, content) => buildMessage(mail, content, { settings, signer, date: now }),
    settings,
    now: () => now,
    ...options,
  });
}

async function queue(address: string, kind = 'links', createdAt = now): Promise<number> {
  const [row] = await store.query<{ id: number }>(
    `insert into mails (kind, address, address_key, domain, created_at, next_try_at)
     values ($1, $2, $3, split_part($3, '@', 2), $4, $4) returning id`,
    [kind, address, address.toLowerCase(), createdAt],
  );
  return row?.id ?? 0;
}

/** A digest, with its subscriber, subscription and issue. */
async function queueDigest(address: string, ended = false): Promise<number> {
  const [row] = await store.query<{ id: number; issue: number }>(
    `with s as (insert into subscribers (address, address_key) values ($1, $2) returning id),
          u as (insert into subscriptions (subscriber_id, plan, ended_at) select id, '{}', $4 from s returning id)
     insert into issues (subscription_id, day, composed_at, papers, content)
     select id, '2026-11-25', $3, '{}', '{}' from u returning id as issue`,
    [address, address.toLowerCase(), now, ended ? now : null],
  );
  const id = await queue(address, 'digest');
  await store.query('update mails set issue_id = $2 where id = $1', [id, row?.issue]);
  return id;
}

const mails = () =>
  store.query<{ address: string; state: string; attempts: number; reply: string | null; next_try_at: Date }>(
    'select * from mails order by id',
  );

describe('deliverMails', () => {
  it('sends what is due once, those first for which somebody waits', async () => {
    await queueDigest('ada@example.org');
    await queue('bob@example.org', 'confirmation');
    await store.query(
      `insert into mails (kind, address, address_key, domain, created_at, next_try_at)
       values ('links', 'l@example.org', 'l@example.org', 'example.org', $1, $2)`,
      [now, minutes(1)],
    );
    const { sender, taken } = fakeSender(() => ok, 1);
    expect(await deliver(sender)).toMatchObject({ sent: 2, failed: 0, stopped: null, capped: false });
    expect(taken).toEqual(['bob@example.org', 'ada@example.org']);
    expect(await deliver(sender)).toMatchObject({ sent: 0 });
    expect((await mails()).map(({ state }) => state)).toEqual(['sent', 'sent', 'waiting']);
    expect(await mails()).toMatchObject([
      { claimed_by: null, handed_at: now, ended_at: now, attempts: 1, reply: '250 OK' },
      {},
      {},
    ]);
  });

  it('tries again what was put off, later and later, and gives up after three days', async () => {
    await queue('ada@example.org');
    const { sender } = fakeSender(() => reply('450 4.2.0 Busy'));
    const waits: number[] = [];
    for (;;) {
      const report = await deliver(sender);
      const [mail] = await mails();
      if (mail?.state !== 'waiting') {
        expect(report.failed).toBe(1);
        break;
      }
      expect(report.deferred).toBe(1);
      waits.push((mail.next_try_at.getTime() - now.getTime()) / 60_000);
      now = mail.next_try_at;
    }
    [5, 15, 60, 240, 720].forEach((minute, n) => {
      expect(waits[n]).toBeGreaterThanOrEqual(minute * 0.8);
      expect(waits[n]).toBeLessThanOrEqual(minute * 1.2);
    });
    expect(now).toEqual(new Date('2026-11-28T07:00:00Z'));
    expect(await mails()).toMatchObject([
      { state: 'failed', attempts: waits.length + 1, reply: '450 4.2.0 Busy' },
    ]);
    // Three days of trouble count once.
    expect(await store.query('select * from soft_bounces')).toHaveLength(1);
  });

  it('sends nothing to an address that is suppressed, but asks it whether it wants to subscribe again', async () => {
    await store.query(
      `insert into suppressions values ('ada@example.org', 'hard-bounce', '', $1), ('eve@example.org', 'complaint', '', $1)`,
      [now],
    );
    await queueDigest('Ada@example.org');
    await queue('ada@example.org', 'confirmation');
    await queue('eve@example.org', 'confirmation');
    const { sender, taken } = fakeSender();
    expect(await deliver(sender)).toMatchObject({ sent: 1, suppressed: 2 });
    expect(taken).toEqual(['ada@example.org']);
    expect((await mails()).map(({ state }) => state)).toEqual(['suppressed', 'sent', 'suppressed']);
  });

  it('drops what has nothing to say any more', async () => {
    await queueDigest('ended@example.org', true);
    await queueDigest('gone@example.org');
    await queueDigest('ada@example.org');
    const { sender, taken } = fakeSender();
    const report = await deliver(sender, {
      draw: (mail) => Promise.resolve(mail.address.startsWith('gone') ? null : drawn),
    });
    expect(report).toMatchObject({ sent: 1, dropped: 2 });
    expect(taken).toEqual(['ada@example.org']);
    expect(await mails()).toHaveLength(1);
  });

  it('does not send what was ended, suppressed or deleted while it was drawn', async () => {
    const ids = [
      await queueDigest('a@example.org'),
      await queueDigest('b@example.org'),
      await queueDigest('c@example.org'),
    ];
    const { sender, taken } = fakeSender();
    const report = await deliver(sender, {
      async draw({ id, address }: QueuedMail) {
        if (id === ids[0]) await store.query('update subscriptions set ended_at = $1 where id = 1', [now]);
        if (id === ids[1])
          await store.query(`insert into suppressions values ($1, 'operator', '', $2)`, [address, now]);
        if (id === ids[2]) await store.query('delete from mails where id = $1', [id]);
        return drawn;
      },
    });
    expect(taken).toEqual([]);
    expect(report).toMatchObject({ sent: 0, dropped: 1, suppressed: 1, deferred: 0 });
  });

  it('learns from refusals whether a mailbox is there, and does not blame readers for ours', async () => {
    for (const name of ['nobody', 'full', 'policy']) await queue(`${name}@example.org`);
    const { sender } = fakeSender((to) =>
      reply(
        to.startsWith('no')
          ? '550 5.1.1 No such user'
          : to.startsWith('full')
            ? '552 5.2.2 Full'
            : '550 5.7.1 Spam',
      ),
    );
    expect(await deliver(sender)).toMatchObject({ failed: 3 });
    expect(await store.query('select address_key, reason, detail from suppressions')).toEqual([
      { address_key: 'nobody@example.org', reason: 'hard-bounce', detail: '550 5.1.1 No such user' },
    ]);
    expect(await store.query('select address_key from soft_bounces')).toEqual([
      { address_key: 'full@example.org' },
    ]);
  });

  it('leaves a domain alone that says so, and goes on with the others', async () => {
    for (const name of ['a@busy.org', 'b@busy.org', 'c@other.org']) await queueDigest(name);
    const { sender, taken } = fakeSender(
      (to) => (to.endsWith('busy.org') ? reply('421 4.7.0 Too fast') : ok),
      1,
    );
    expect(await deliver(sender)).toMatchObject({ sent: 1, deferred: 1 });
    expect(taken).toEqual(['c@other.org']);
    expect((await mails()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['waiting', 1],
      ['waiting', 0],
      ['sent', 1],
    ]);
    now = minutes(4);
    expect(await deliver(sender)).toMatchObject({ sent: 0, deferred: 0 });
    now = minutes(4);
    expect(await deliver(fakeSender().sender)).toMatchObject({ sent: 2 });
  });

  it('ends when nobody takes mails, without counting it against them', async () => {
    await queue('ada@example.org');
    await queue('bob@example.org');
    const down: SendResult = {
      ...ok,
      outcome: 'deferred',
      stage: 'connection',
      reply: 'ECONNREFUSED',
      status: null,
    };
    expect(await deliver(fakeSender(() => down, 1).sender)).toMatchObject({
      stopped: 'ECONNREFUSED',
      sent: 0,
    });
    expect((await mails()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['waiting', 0],
      ['waiting', 0],
    ]);
    expect(await deliver(fakeSender().sender)).toMatchObject({ sent: 2 });
  });

  it('makes do with fewer connections than it may have', async () => {
    for (let n = 0; n < 6; n++) await queue(`a${n}@example.org`);
    const down: SendResult = {
      ...ok,
      outcome: 'deferred',
      stage: 'connection',
      reply: 'too many',
      status: 421,
    };
    let busy = false;
    const { sender, taken } = fakeSender(async () => {
      if (busy) return down;
      busy = true;
      await pause(20);
      busy = false;
      return ok;
    }, 3);
    expect(await deliver(sender)).toMatchObject({ sent: 6, stopped: null });
    expect(new Set(taken).size).toBe(6);
  });

  it('does not let one mail at which connections end hold up the others', async () => {
    for (const name of ['poison', 'a', 'b', 'c']) await queue(`${name}@example.org`);
    const down: SendResult = {
      ...ok,
      outcome: 'deferred',
      stage: 'connection',
      reply: 'closed',
      status: null,
    };
    const { sender, taken } = fakeSender((to) => (to.startsWith('poison') ? down : ok), 2);
    expect(await deliver(sender)).toMatchObject({ sent: 3, deferred: 1, stopped: null });
    expect(taken).toHaveLength(3);
    expect((await mails()).map(({ state, attempts }) => [state, attempts])[0]).toEqual(['waiting', 1]);
  });

  it('does not send again what may have arrived, until an operator says so', async () => {
    await queue('ada@example.org');
    const lost: SendResult = { ...ok, outcome: 'unknown', reply: 'The connection was closed.', status: null };
    expect(await deliver(fakeSender(() => lost).sender)).toMatchObject({ unknown: 1 });
    now = minutes(10_000);
    const { sender, taken } = fakeSender();
    expect(await deliver(sender)).toMatchObject({ sent: 0 });
    expect(await retryUnknown(store, now)).toBe(1);
    expect(await deliver(sender)).toMatchObject({ sent: 1 });
    expect(taken).toEqual(['ada@example.org']);
  });

  it('looks after what a killed process has left', async () => {
    for (const name of ['claimed', 'handed', 'held']) await queue(`${name}@example.org`);
    await store.query(
      `update mails set claimed_by = 'gone', claimed_until = $1, state = case id when 2 then 'handed' else 'claimed' end where id < 3`,
      [minutes(-1)],
    );
    await store.query(
      `update mails set claimed_by = 'other', claimed_until = $1, state = 'claimed' where id = 3`,
      [minutes(1)],
    );
    const { sender, taken } = fakeSender();
    expect(await deliver(sender)).toMatchObject({ sent: 1, unknown: 1 });
    expect(taken).toEqual(['claimed@example.org']);
    expect((await mails()).map(({ state }) => state)).toEqual(['sent', 'unknown', 'claimed']);
  });

  it('does not send what another process has by now', async () => {
    const id = await queue('ada@example.org');
    const { sender, taken } = fakeSender();
    await deliver(sender, {
      async draw() {
        await store.query(`update mails set claimed_by = 'other' where id = $1`, [id]);
        return drawn;
      },
    });
    expect(taken).toEqual([]);
    expect(await mails()).toMatchObject([{ state: 'claimed', claimed_by: 'other' }]);
  });

  it('is shared by processes without a mail sent twice', async () => {
    // More than are claimed in one go, of both sorts.
    await store.query(
      `insert into mails (kind, address, address_key, domain, created_at, next_try_at)
       select case when n % 2 = 0 then 'links' else 'digest' end, a, a, 'd' || n % 7 || '.org', $1, $1
         from generate_series(1, 1500) n, lateral (select 'a' || n || '@d' || n % 7 || '.org') as t(a)`,
      [now],
    );
    const senders = [fakeSender(), fakeSender(), fakeSender()];
    const config = { perDomainPerMinute: 100_000 };
    const reports = await Promise.all(senders.map(({ sender }) => deliver(sender, { config })));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(1500);
    expect(new Set(senders.flatMap(({ taken }) => taken)).size).toBe(1500);
  });

  it('sends no more in a day than it may, from all processes together', async () => {
    for (let n = 0; n < 60; n++) await queueDigest(`a${n}@example.org`);
    const senders = [fakeSender(), fakeSender()];
    const config = { perDay: 40 };
    const reports = await Promise.all(senders.map(({ sender }) => deliver(sender, { config })));
    expect(senders.flatMap(({ taken }) => taken)).toHaveLength(38);
    expect(reports.some(({ capped }) => capped)).toBe(true);
    // The last twentieth is for those who wait.
    for (let n = 0; n < 3; n++) await queue(`c${n}@example.org`, 'confirmation');
    const { sender, taken } = fakeSender();
    expect(await deliver(sender, { config })).toMatchObject({ sent: 2, capped: true });
    expect(taken.every((to) => to.startsWith('c'))).toBe(true);
    now = new Date('2026-11-26T00:00:01Z');
    expect(await deliver(fakeSender().sender, { config })).toMatchObject({ sent: 23, capped: false });
  });

  it('gives no domain more than its share of a minute, and does not make others wait', async () => {
    for (let n = 0; n < 75; n++) await queueDigest(`a${n}@big.org`);
    for (let n = 0; n < 5; n++) await queueDigest(`a${n}@small${n}.org`);
    const { sender, taken } = fakeSender(() => ok, 1);
    const began = Date.now();
    const report = await deliver(sender, {
      now: () => new Date(now.getTime() + Date.now() - began),
      config: { perDomainPerMinute: 600 },
    });
    expect(report.sent).toBe(80);
    expect(Date.now() - began).toBeGreaterThan(2_500);
    expect(taken.slice(0, 65).filter((to) => !to.endsWith('big.org'))).toHaveLength(5);
  }, 30_000);

  it('ends when it is told to, with nothing in its hands', async () => {
    for (let n = 0; n < 50; n++) await queue(`a${n}@example.org`);
    const stop = new AbortController();
    let sent = 0;
    const { sender, taken } = fakeSender(() => {
      if (++sent === 10) stop.abort();
      return ok;
    });
    await deliver(sender, { signal: stop.signal });
    expect(taken.length).toBeLessThanOrEqual(13);
    const states = (await mails()).map(({ state }) => state);
    expect(states.filter((state) => state === 'sent')).toHaveLength(taken.length);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(50 - taken.length);
  });

  it('tries a mail again that could not be drawn, and never one without an address', async () => {
    await queue('ada@example.org');
    await queue('nobody');
    await queue('bob@example.org');
    const { sender, taken } = fakeSender();
    const report = await deliver(sender, {
      draw: ({ address }) =>
        address.startsWith('ada') ? Promise.reject(new Error('template')) : Promise.resolve(drawn),
    });
    expect(report).toMatchObject({ sent: 1, deferred: 1, failed: 1 });
    expect(report.troubles).toHaveLength(2);
    expect(taken).toEqual(['bob@example.org']);
    expect(await store.query('select * from suppressions')).toEqual([]);
  });
});

describe('the outbox', () => {
  it('keeps mails as they would have gone out', async () => {
    const id = await queue('ada@example.org');
    expect(await deliver(outboxSender({ now: () => now }))).toMatchObject({ sent: 1 });
    const [entry] = await listOutbox(store);
    expect(entry).toEqual({
      id: 1,
      at: now,
      from: 'papers@example.org',
      to: 'ada@example.org',
      subject: 'Twelve papers',
    });
    const mail = await getOutboxMail(store, 1);
    expect(mail).toMatchObject({
      from: 'Broadsheet <papers@example.org>',
      to: 'ada@example.org',
      subject: 'Twelve papers',
      html: expect.stringContaining('<p>é</p>'),
      text: expect.stringContaining('é'),
    });
    expect(mail?.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-generated' });
    expect(await getOutboxMail(store, 2)).toBeNull();
    expect(await mails()).toMatchObject([{ id, state: 'sent', handed_at: now }]);
  });

  it('keeps the newest thousand', async () => {
    for (let n = 0; n < 30; n++) await queue(`a${n}@example.org`);
    await deliver(outboxSender());
    await store.query('update outbox set id = default');
    await store.query(`select setval(pg_get_serial_sequence('outbox', 'id'), 1045)`);
    for (let n = 0; n < 5; n++) await queue(`b${n}@example.org`);
    await deliver(outboxSender());
    const entries = await listOutbox(store, { limit: 2_000 });
    expect(entries.map(({ id }) => id)).toEqual([
      ...[1050, 1049, 1048, 1047, 1046],
      ...[60, 59, 58, 57, 56, 55, 54, 53, 52, 51],
    ]);
    expect(await listOutbox(store, { limit: 3 })).toHaveLength(3);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import {
  smtpSender,
  type BuiltMessage,
  type SmtpSenderOptions,
  type SmtpServerAddress,
} from '@broadsheet/mail';
import { afterEach, describe, expect, it } from 'vitest';
import { startSmtpInbox, type InboxOptions, type SmtpInbox } from './smtp-inbox.ts';

let inbox: SmtpInbox;
let sender: ReturnType<typeof smtpSender>;
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function start(
  faults: InboxOptions = {},
  options: Partial<SmtpSenderOptions> = {},
  server: Partial<SmtpServerAddress> = {},
): Promise<void> {
  inbox = await startSmtpInbox(faults);
  sender = smtpSender(
    {
      host: '127.0.0.1',
      port: inbox.port,
      secure: false,
      startTls: 'offered',
      user: null,
      password: null,
      ...server,
    },
    { connections: 1, ...options },
  );
  opened.push(inbox.close, sender.close);
}

const message = (to = 'ada@example.org'): BuiltMessage => ({
  envelope: { from: 'bounces@example.org', to },
  raw: Buffer.from('Subject: x\r\n\r\nhello\r\n.hidden\r\n'),
  messageId: '<1@example.org>',
  subject: 'x',
});
const send = (to?: string, beforeData = () => Promise.resolve()) =>
  sender.send(message(to), { mailId: 1, beforeData });

describe('smtpSender', () => {
  it('hands a mail over, and keeps the connection for the next', async () => {
    await start();
    expect(await send()).toMatchObject({ outcome: 'sent', status: 250 });
    await send('bob@example.org');
    expect(inbox.mails.map(({ to }) => to)).toEqual(['ada@example.org', 'bob@example.org']);
    expect(inbox.mails[0]).toMatchObject({ from: 'bounces@example.org', raw: message().raw });
    expect(inbox.connections()).toBe(1);
  });

  it('asks before the first byte of content, and after the server has said that it wants it', async () => {
    await start();
    let received = -1;
    const result = await send('ada@example.org', async () => {
      await pause(100);
      received = inbox.mails.length;
    });
    expect([received, result.outcome, inbox.mails.length]).toEqual([0, 'sent', 1]);
    await start({ onRcpt: () => ({ reply: '550 5.1.1 No such user' }) });
    let asked = false;
    await send('nobody@example.org', () => {
      asked = true;
      return Promise.resolve();
    });
    expect(asked).toBe(false);
  });

  it('sends nothing when it is told not to, and goes on afterwards', async () => {
    await start();
    const result = await send('ada@example.org', () => Promise.reject(new Error('somebody else has it')));
    expect(result).toMatchObject({
      outcome: 'deferred',
      stage: 'withheld',
      reply: expect.stringContaining('somebody'),
    });
    await pause(50);
    expect(inbox.mails).toEqual([]);
    expect(await send()).toMatchObject({ outcome: 'sent' });
  });

  it.each([true, false])(
    'tells refusals from delays, and keeps the connection (pipelining: %s)',
    async (pipelining) => {
      await start({
        pipelining,
        onRcpt: (to) =>
          to.startsWith('no')
            ? { reply: '550 5.1.1 No such user' }
            : to.startsWith('later')
              ? { reply: '451 4.2.2 Full' }
              : null,
        beforeContent: (to) => (to.startsWith('spam') ? { reply: '554 5.7.1 Not that' } : null),
      });
      const refused = { outcome: 'refused', stage: 'envelope', status: 550, enhanced: '5.1.1' };
      expect(await send('no@example.org')).toMatchObject(refused);
      expect(await send('later@example.org')).toMatchObject({
        outcome: 'deferred',
        stage: 'envelope',
        enhanced: '4.2.2',
      });
      expect(await send('spam@example.org')).toMatchObject({
        outcome: 'refused',
        stage: 'content',
        enhanced: '5.7.1',
      });
      expect(await send('ok@example.org')).toMatchObject({ outcome: 'sent' });
      expect(inbox.mails.map(({ to }) => to)).toEqual(['ok@example.org']);
      expect(inbox.connections()).toBe(1);
    },
  );

  it('does not blame a recipient for what the server has against us', async () => {
    await start({ onMailFrom: () => ({ reply: '550 5.7.1 Who are you' }) });
    expect(await send()).toMatchObject({ outcome: 'deferred', stage: 'connection', status: 550 });
    await start({ onConnect: () => ({ reply: '554 5.7.1 Go away' }) });
    expect(await send()).toMatchObject({ outcome: 'deferred', stage: 'connection' });
  });

  it('does not know what became of a mail when the connection ends after its content began', async () => {
    await start({
      beforeContent: (to) => (to.startsWith('cut') ? 'drop' : null),
      afterContent: (to) => (to.startsWith('gone') ? 'drop' : null),
    });
    expect(await send('cut@example.org')).toMatchObject({
      outcome: 'unknown',
      stage: 'content',
      status: null,
    });
    expect(await send('gone@example.org')).toMatchObject({ outcome: 'unknown' });
    expect(await send('ok@example.org')).toMatchObject({ outcome: 'sent' });
    expect(inbox.mails.map(({ to }) => to)).toEqual(['gone@example.org', 'ok@example.org']);
  });

  it('does not say how it ended before beforeData has', async () => {
    // The server is gone while the queue still writes down that the content is to go out.
    await start();
    let written = false;
    const result = await send('ada@example.org', async () => {
      await inbox.close();
      await pause(100);
      written = true;
    });
    expect([result.outcome, written]).toEqual(['deferred', true]);
    expect(inbox.mails).toEqual([]);
  });

  it('connects anew when the server has ended an idle connection', async () => {
    await start({ onMailFrom: () => null });
    await send();
    await inbox.close();
    expect(await send()).toMatchObject({ outcome: 'deferred', stage: 'connection', status: null });
    await start({ onRcpt: (_to, attempt) => (attempt === 1 ? 'drop' : null) });
    await send();
    expect(await send()).toMatchObject({ outcome: 'sent' });
    expect(inbox.connections()).toBe(2);
  });

  it('is patient with a slow server, but not for ever', async () => {
    await start(
      { afterContent: (to) => ({ pause: to.startsWith('slow') ? 100 : 5_000 }) },
      { silenceTimeout: 400 },
    );
    expect(await send('slow@example.org')).toMatchObject({ outcome: 'sent' });
    expect(await send('asleep@example.org')).toMatchObject({ outcome: 'unknown' });
  });

  it('uses as many connections as it may, each for so many mails', async () => {
    await start({ afterContent: () => ({ pause: 30 }) }, { connections: 3, mailsPerConnection: 4 });
    const results = await Promise.all(Array.from({ length: 12 }, (_, n) => send(`r${n}@example.org`)));
    expect(results.every(({ outcome }) => outcome === 'sent')).toBe(true);
    expect(inbox.connections()).toBe(3);
    await send();
    expect(inbox.connections()).toBe(4);
  });

  it('gives up connections that have nothing to do', async () => {
    await start({}, { idle: 50 });
    await send();
    await pause(200);
    await send();
    expect(inbox.connections()).toBe(2);
  });

  it('encrypts where the server offers it, and sends nothing where it must and cannot', async () => {
    await start({ startTls: true });
    expect(await send()).toMatchObject({ outcome: 'sent' });
    await start({}, {}, { startTls: 'required' });
    expect(await send()).toMatchObject({
      outcome: 'deferred',
      stage: 'connection',
      reply: expect.stringContaining('STARTTLS'),
    });
    expect(inbox.mails).toEqual([]);
  });

  it('shows who it is, and never its password', async () => {
    const user = { name: 'me', password: 'swordfish' };
    await start({ user }, {}, { user: 'me', password: 'swordfish' });
    expect(await send()).toMatchObject({ outcome: 'sent' });
    await start({ user }, {}, { user: 'me', password: 'swordf1sh' });
    const refused = await send();
    expect(refused).toMatchObject({ outcome: 'deferred', stage: 'connection' });
    expect(refused.reply).not.toContain('swordf1sh');
    await start({}, {}, { user: 'me', password: 'swordfish' });
    expect(await send()).toMatchObject({
      stage: 'connection',
      reply: expect.stringContaining('does not take a user'),
    });
  });
});

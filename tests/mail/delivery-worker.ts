import { buildMessage, deliverMails, openLinkSigner, readMailSettings, smtpSender } from '@broadsheet/mail';
import { openStore } from '@broadsheet/papers';

/**
 * Delivers what is due, in a process of its own that tests kill: `delivery-worker.ts SMTP_URL`, with the store that
 * BROADSHEET_HOME or DATABASE_URL names. Says `delivering` when it begins, and its report in JSON when it ends.
 */
const store = await openStore();
const settings = readMailSettings({
  config: { from: 'papers@example.org', bouncesTo: 'bounces@example.org', perDomainPerMinute: 100_000 },
  env: { SMTP_URL: process.argv[2] },
  folder: '.',
});
if (settings.smtp === null) throw new Error('delivery-worker.ts SMTP_URL');
const signer = await openLinkSigner(store);
const sender = smtpSender(settings.smtp, { connections: settings.config.connections });
console.log('delivering');
const report = await deliverMails(store, {
  sender,
  settings,
  draw: ({ id }) =>
    Promise.resolve({
      subject: `Mail ${id}`,
      text: 'A short mail.\n',
      html: '<p>A short mail.</p>\n',
      list: {
        unsubscribe: `https://example.org/unsubscribe/${signer.sign('unsubscribe', id)}`,
        name: 'Trending papers',
        subscriptionId: id,
        archivedAt: 'https://example.org/issues/1',
      },
    }),
  build: (mail, drawn) => buildMessage(mail, drawn, { settings, signer, date: new Date() }),
  lease: 1_000,
  // A killed process's mails are given up at once, so that the test need not wait a quarter of an hour.
  handedLease: 2_000,
});
console.log(JSON.stringify(report));
await sender.close();
await store.close();

import type { Store } from '@broadsheet/papers';
import {
  buildMessage,
  deliverMails,
  drawMail,
  loadTemplate,
  openLinkSigner,
  outboxSender,
  paperShelf,
  smtpSender,
  type DeliverReport,
  type MailSettings,
  type MailTemplate,
  type MailTheme,
} from '@broadsheet/mail';
import { now } from '../clock.ts';
import { Failure } from '../failure.ts';
import { mailSettings } from '../settings.ts';

/** Everything that mails are drawn and sent with. */
export interface OpenMail {
  settings: MailSettings;
  template: MailTemplate;
  theme: MailTheme;
  /** The site's address, without a slash at its end. */
  site: string;
  /** Sends what is due until nothing is. */
  deliver(signal: AbortSignal): Promise<DeliverReport>;
  close(): Promise<void>;
}

/**
 * Opens the way out for mails, as the settings say: to a mail server, or into the outbox.
 * @param listening Where the site listens; links lead there unless SITE_URL says otherwise.
 * @throws Failure where mails would go out with links that lead nowhere.
 */
export async function openMail(store: Store, listening?: string): Promise<OpenMail> {
  const settings = await mailSettings();
  const { config, smtp } = settings;
  const site = (process.env['SITE_URL'] || listening || '').replace(/\/+$/, '');
  if (site === '' && smtp !== null)
    throw new Failure(
      'SITE_URL is not set, and links in mails would lead nowhere.',
      'Set it to the site’s address as readers reach it: SITE_URL=https://papers.example.org',
    );
  const template = await loadTemplate(config.template, process.cwd(), config.theme);
  const signer = await openLinkSigner(store);
  const sender =
    smtp === null ? outboxSender({ now }) : smtpSender(smtp, { connections: config.connections });
  const board = {
    store,
    signer,
    template,
    theme: config.theme,
    site: site || 'http://127.0.0.1:3000',
    papers: paperShelf(store),
  };
  return {
    settings,
    template,
    theme: config.theme,
    site: board.site,
    deliver: (signal) =>
      deliverMails(store, {
        sender,
        settings,
        draw: (mail) => drawMail(board, mail),
        build: (mail, drawn) => buildMessage(mail, drawn, { settings, signer, date: now() }),
        now,
        signal,
      }),
    close: () => sender.close(),
  };
}

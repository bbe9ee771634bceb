import type { Digest, DigestLinks } from '../digest/digest.ts';
import type { MailTheme } from '../settings/theme.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import type { Notice } from '../notices/read-notice.ts';
import type { AccountMail } from './account-mails.ts';
import type { NoticeLinks } from './notice-mail.ts';

/** A mail's three parts; HTML and text each say everything. */
export interface Drawn {
  /** One line. */
  subject: string;
  /** A whole document with its styles inside. */
  html: string;
  text: string;
}

/** How mails are drawn. An operator may put a module with a default export of this shape in place of the house's own. */
export interface MailTemplate {
  digest(digest: Digest, links: DigestLinks, theme: MailTheme): Drawn;
  /** Asks an address to confirm a subscription. */
  confirmation(
    request: { address: string; plan: SubscriptionPlan; expiresAt: Date },
    links: { site: string; confirm: string },
    theme: MailTheme,
  ): Drawn;
  /** Sends somebody the link to their subscriptions. */
  links(
    subscriber: { address: string; subscriptions: number },
    links: { site: string; manage: string },
    theme: MailTheme,
  ): Drawn;
  /** Sends somebody a link to their account, or says that there is none. `follow` is of use for all kinds but `unknown`. */
  account(mail: AccountMail, links: { site: string; follow: string }, theme: MailTheme): Drawn;
  /** Tells a member of answers, mentions and new comments in talks that they follow. */
  notice(notice: Notice, links: NoticeLinks, theme: MailTheme): Drawn;
}

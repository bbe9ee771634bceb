import { drawDigest } from './draw-digest.ts';
import { drawAccount } from './account-mails.ts';
import { drawNotice } from './notice-mail.ts';
import { drawConfirmation, drawLinks } from './request-mails.ts';
import type { MailTemplate } from './template.ts';

/** How mails look where the operator has no template of their own. */
export const houseTemplate: MailTemplate = {
  digest: drawDigest,
  confirmation: drawConfirmation,
  links: drawLinks,
  account: drawAccount,
  notice: drawNotice,
};

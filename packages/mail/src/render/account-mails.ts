import type { AccountLink } from '@broadsheet/people';
import { oneLine } from './one-line.ts';
import { drawRequest } from './request-mails.ts';
import type { MailTemplate } from './template.ts';

/** The mails about accounts. A button opens a page; only the button there does anything, by POST. */
export const drawAccount: MailTemplate['account'] = ({ kind, address, role }, links, theme) => {
  const name = oneLine(theme.name);
  const to = oneLine(address);
  const ignore =
    'If it was not you, do nothing: whoever asked has not been told anything, and cannot get in.';
  const { site } = links;
  const button = (text: string) => ({ text, url: links.follow });
  switch (kind) {
    case 'sign-in':
      return drawRequest(
        {
          subject: `Sign in to ${name}`,
          heading: 'Sign in',
          before: [`Somebody, probably you, asked ${name} for a link that signs ${to} in.`],
          button: button('Sign in'),
          after: ['The link works once, within half an hour. Keep it to yourself.', ignore],
          site,
        },
        theme,
      );
    case 'sign-up':
      return drawRequest(
        {
          subject: `Your account at ${name}`,
          heading: 'Make your account',
          before: [`Somebody, probably you, asked ${name} for an account with the address ${to}.`],
          button: button('Make this account'),
          after: ['The link works once, within a day.', ignore],
          site,
        },
        theme,
      );
    case 'invitation':
      return drawRequest(
        {
          subject: `You are invited to ${name}`,
          heading: 'You are invited',
          before: [
            `An owner of ${name} invites ${to} to have an account there${role === null ? '' : `, as ${role}`}.`,
          ],
          button: button('Make this account'),
          after: ['The link works once, within a week.', 'If you do not want one, do nothing.'],
          site,
        },
        theme,
      );
    case 'change-address':
      return drawRequest(
        {
          subject: `Your new address at ${name}`,
          heading: 'Confirm your new address',
          before: [`Somebody, probably you, wants to sign in to ${name} with the address ${to} from now on.`],
          button: button('Take this address'),
          after: ['The link works once, within a day, where you are signed in.', ignore],
          site,
        },
        theme,
      );
    default:
      return drawRequest(
        {
          subject: `No account at ${name}`,
          heading: 'There is no account',
          before: [
            `Somebody, probably you, tried to sign in to ${name}, or to have an account there, with the address ${to}. There is no account with it, and none was made.`,
          ],
          button: { text: `Go to ${name}`, url: site },
          after: ['Perhaps your account has another address. If it was not you, do nothing.'],
          site,
        },
        theme,
      );
  }
};

/** What a mail about an account says. */
export interface AccountMail extends Pick<AccountLink, 'kind' | 'role'> {
  /** As the reader wrote it. */
  address: string;
}

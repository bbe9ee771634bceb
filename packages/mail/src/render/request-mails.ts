import { escapeXml } from '@broadsheet/papers';
import type { MailTheme } from '../settings/theme.ts';
import { momentInWords } from './day-words.ts';
import { describeWish } from '../digest/candidates.ts';
import { describeCadence } from './describe-plan.ts';
import { lightColours } from './mail-colours.ts';
import { mailFrame } from './mail-frame.ts';
import { cutAtWord } from './math-text.ts';
import { oneLine } from './one-line.ts';
import type { Drawn, MailTemplate } from './template.ts';
import { linkBlock, textFrame } from './text-frame.ts';
import { wrapText } from './wrap-text.ts';

/** Asks an address to confirm a subscription. Its button opens a page; only the button there confirms, by POST. */
export const drawConfirmation: MailTemplate['confirmation'] = (
  { address, plan, expiresAt },
  links,
  theme,
) => {
  const name = oneLine(theme.name);
  return drawRequest(
    {
      subject: `Please confirm your subscription to ${name}`,
      heading: 'Confirm your subscription',
      before: [
        `Somebody, probably you, asked ${name} to send this to ${oneLine(address)}:`,
        `${harmless(describeWish(plan.wish).title)}, ${describeCadence(plan.cadence)}, up to ${plan.count}`,
      ],
      button: { text: 'Confirm this subscription', url: links.confirm },
      after: [
        `The link works until ${momentInWords(expiresAt, plan.cadence.timeZone)}.`,
        'If it was not you, do nothing: without a confirmation no digest is ever sent to you.',
      ],
      site: links.site,
    },
    theme,
  );
};

/** Sends somebody the link to their subscriptions. */
export const drawLinks: MailTemplate['links'] = ({ address, subscriptions }, links, theme) => {
  const name = oneLine(theme.name);
  const has =
    subscriptions === 0
      ? 'no subscription'
      : subscriptions === 1
        ? 'one subscription'
        : `${subscriptions.toLocaleString('en')} subscriptions`;
  return drawRequest(
    {
      subject: `Your subscriptions to ${name}`,
      heading: 'Your subscriptions',
      before: [
        `Somebody, probably you, asked ${name} for the way to the subscriptions of ${oneLine(address)}. This address has ${has}.`,
      ],
      button: { text: 'See your subscriptions', url: links.manage },
      after: [
        'There you can change, pause or delete them. Whoever has this link can do so too: keep it to yourself.',
        'If it was not you, do nothing: nothing changes, and whoever asked has not been told anything.',
      ],
      site: links.site,
    },
    theme,
  );
};

/** A mail with one button. */
export interface Request {
  subject: string;
  heading: string;
  before: string[];
  button: { text: string; url: string };
  after: string[];
  site: string;
}

export function drawRequest(request: Request, theme: MailTheme): Drawn {
  const { subject, heading, before, button, after, site } = request;
  return {
    subject,
    html: requestHtml(request, theme),
    text: textFrame(
      {
        site,
        blocks: [heading, ...before.map((line) => wrapText(line)), linkBlock(button)],
        foot: after.map((line) => wrapText(line)),
      },
      theme,
    ),
  };
}

function requestHtml({ subject, heading, before, button, after, site }: Request, theme: MailTheme): string {
  const { accent, onAccent, ink } = lightColours(theme);
  const [asked = '', plan] = before;
  const main = [
    `<h1 style="margin:24px 0 0;font-size:28px;line-height:1.15;letter-spacing:-.3px">${escapeXml(heading)}</h1>`,
    `<p style="margin:14px 0 0">${escapeXml(asked)}</p>`,
    plan === undefined
      ? ''
      : `<p dir="auto" class="i" style="margin:12px 0 0;font-size:19px;line-height:1.35;color:${ink}">${escapeXml(plan)}</p>`,
    // Outlook on Windows gives links no padding; a cell of a table it does.
    `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:22px 0 0"><tr><td class="b" bgcolor="${accent}" style="padding:11px 20px;background:${accent}"><a class="b f" href="${escapeXml(button.url)}" style="color:${onAccent};text-decoration:none;font-weight:bold">${escapeXml(button.text)}</a></td></tr></table>`,
  ];
  const foot = after.map(
    (line, index) => `<p style="margin:${index === 0 ? 0 : 6}px 0 0">${escapeXml(line)}</p>`,
  );
  return mailFrame(
    {
      title: subject,
      site,
      dateline: 'The daily research papers',
      main: main.filter(Boolean).join('\n'),
      foot: foot.join('\n'),
    },
    theme,
  );
}

/**
 * Words that somebody else may have typed, for an address that is not theirs: no advertisement fits, and no mail program
 * makes a link of them (a zero-width space stands after each dot, slash and at sign).
 */
function harmless(text: string): string {
  const line = oneLine(text);
  const short = line.length <= 90 ? line : `${cutAtWord(line, 89)}…`;
  return short.replace(/(?<=\S)[./:@](?=\S)/gu, '$&\u200B');
}

import { escapeXml } from '@broadsheet/papers';
import type { NoticeReason } from '@broadsheet/people';
import type { Notice, NoticedTalk } from '../notices/read-notice.ts';
import { lightColours } from './mail-colours.ts';
import { mailFrame } from './mail-frame.ts';
import { beginningOf, mathHtml, mathPlain } from './math-text.ts';
import { oneLine } from './one-line.ts';
import type { MailTemplate } from './template.ts';
import { linkBlock, textFrame } from './text-frame.ts';
import { wrapText } from './wrap-text.ts';

/** The addresses in a notice. */
export interface NoticeLinks {
  site: string;
  /** Turns all notices off. */
  off: string;
  comment: (id: number) => string;
  /** Turns one talk off. */
  talkOff: (talk: NoticedTalk) => string;
}

/** Characters of each comment, and comments of each talk: the rest is on the page. */
const longest = 600;
const mostComments = 10;

const reasons: Record<NoticeReason, string> = {
  answer: 'answers you',
  mention: 'calls you',
  follow: 'writes',
};

/** Tells a member of answers, mentions and new comments. */
export const drawNotice: MailTemplate['notice'] = (notice, links, theme) => {
  const subject = subjectOf(notice);
  const name = oneLine(theme.name);
  const reason = `You get this as @${notice.handle} at ${name}, because somebody answered or called you there, or because you follow a talk.`;
  const all = { text: 'Turn all such mails off', url: links.off };
  return {
    subject,
    html: mailFrame(
      {
        title: subject,
        site: links.site,
        dateline: 'Talk',
        main: notice.talks.map((talk) => talkHtml(talk, links, theme)).join('\n'),
        foot: [
          `<p style="margin:0">${escapeXml(reason)}</p>`,
          `<p style="margin:6px 0 0">${anchor(all, lightColours(theme).accent)}</p>`,
        ].join('\n'),
      },
      theme,
    ),
    text: textFrame(
      {
        site: links.site,
        blocks: notice.talks.flatMap((talk) => talkText(talk, links)),
        foot: [wrapText(reason), linkBlock(all)],
      },
      theme,
    ),
  };
};

function subjectOf({ talks }: Notice): string {
  const comments = talks.flatMap((talk) => talk.comments);
  const [only] = comments;
  const title = beginningOf(oneLine(talks[0]?.title ?? ''), 90);
  if (comments.length === 1 && only !== undefined)
    return `${beginningOf(oneLine(only.by), 60)} ${reasons[only.reason]}: ${mathPlain(title)}`;
  const more = talks.length > 1 ? ` and ${talks.length - 1} more` : '';
  return `${comments.length} new comments: ${mathPlain(title)}${more}`;
}

function talkHtml(talk: NoticedTalk, links: NoticeLinks, theme: Parameters<typeof lightColours>[0]): string {
  const { ink, soft, rule, accent } = lightColours(theme);
  const shown = talk.comments.slice(0, mostComments);
  const left = talk.comments.length - shown.length;
  return [
    `<h1 dir="auto" style="margin:24px 0 0;font-size:22px;line-height:1.2"><a class="i" href="${escapeXml(`${links.site}/papers/${talk.key}/talk`)}" style="color:${ink};text-decoration:none">${mathHtml(beginningOf(oneLine(talk.title), 300))}</a></h1>`,
    ...shown.map(
      ({ id, by, text, reason }) =>
        `<div class="r" style="margin:12px 0 0;padding:0 0 0 12px;border-left:2px solid ${rule}"><p class="q f" style="margin:0;font-size:14px;color:${soft}"><bdi>${escapeXml(oneLine(by))}</bdi> ${reasons[reason]}</p><p dir="auto" style="margin:4px 0 0">${mathHtml(beginningOf(text, longest))}</p><p class="f" style="margin:4px 0 0;font-size:14px">${anchor({ text: 'See it and answer', url: links.comment(id) }, accent)}</p></div>`,
    ),
    left > 0
      ? `<p class="q f" style="margin:12px 0 0;font-size:14px;color:${soft}">And ${left} more.</p>`
      : '',
    `<p class="q f" style="margin:12px 0 0;font-size:14px;color:${soft}">${anchor({ text: 'Tell me no more of this talk', url: links.talkOff(talk) }, accent)}</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function talkText(talk: NoticedTalk, links: NoticeLinks): string[] {
  const shown = talk.comments.slice(0, mostComments);
  const left = talk.comments.length - shown.length;
  return [
    wrapText(mathPlain(beginningOf(oneLine(talk.title), 300))),
    ...shown.map(({ id, by, text, reason }) =>
      [
        wrapText(`${oneLine(by)} ${reasons[reason]}:`),
        wrapText(mathPlain(beginningOf(text, longest))),
        links.comment(id),
      ].join('\n'),
    ),
    ...(left > 0 ? [`And ${left} more.`] : []),
    linkBlock({ text: 'Tell me no more of this talk', url: links.talkOff(talk) }),
  ];
}

const anchor = ({ text, url }: { text: string; url: string }, accent: string) =>
  `<a class="a" href="${escapeXml(url)}" style="color:${accent}">${escapeXml(text)}</a>`;

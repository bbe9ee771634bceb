import { escapeXml } from '@broadsheet/papers';
import type { MailTheme } from '../settings/theme.ts';
import type { DigestWords, LinkLine } from './digest-words.ts';
import { lightColours, type Colours } from './mail-colours.ts';
import { mailFrame } from './mail-frame.ts';
import { mathHtml } from './math-text.ts';
import type { PaperParts } from './paper-parts.ts';

/** A digest as an HTML mail. */
export function digestHtml(
  subject: string,
  site: string,
  words: DigestWords,
  papers: readonly PaperParts[],
  theme: MailTheme,
): string {
  const colours = lightColours(theme);
  const { soft, ink, raised, accent } = colours;
  const main = [
    `<h1 dir="auto" style="margin:22px 0 0;font-size:28px;line-height:1.15;letter-spacing:-.3px">${escapeXml(words.title)}</h1>`,
    `<p class="q f" style="margin:5px 0 0;font-size:14px;color:${soft}">${escapeXml(words.extent)}</p>`,
    ...words.notices.map(
      (notice) =>
        `<p class="e i" style="margin:14px 0 0;padding:10px 14px;background:${raised};color:${ink};border-left:3px solid ${accent};font-size:15px">${escapeXml(notice)}</p>`,
    ),
    ...(papers.length === 0 ? [] : [paperTable(papers, colours)]),
    ...words.more.map((line) => `<p style="margin:18px 0 0">${link(line, colours)}</p>`),
  ].join('\n');
  const foot = [
    `<p style="margin:0">${escapeXml(words.reason)}</p>`,
    ...words.footLinks.map((line) => `<p style="margin:6px 0 0">${link(line, colours)}</p>`),
  ].join('\n');
  return mailFrame({ title: subject, site, dateline: escapeXml(words.day), main, foot }, theme);
}

const link = ({ text, url }: LinkLine, { accent }: Colours) =>
  `<a class="a" href="${escapeXml(url)}" style="color:${accent}">${escapeXml(text)}</a>`;

/** Two columns, the number and the paper: only a table holds them side by side in every mail program. */
function paperTable(papers: readonly PaperParts[], colours: Colours): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:14px 0 0;table-layout:fixed;border-collapse:collapse;font-size:16px">
${papers.map((paper, index) => paperRow(paper, index === 0, colours)).join('\n')}
</table>`;
}

function paperRow(paper: PaperParts, lead: boolean, { ink, soft, rule, accent }: Colours): string {
  const { number, title, url, authors, why, abstract } = paper;
  const cell = `padding:18px 0;border-top:1px solid ${rule}`;
  const fine = `font-size:14px;color:${soft}`;
  const lines = [
    `<h2 dir="auto" style="margin:0;font-size:${lead ? 27 : 20}px;line-height:1.2"><a class="i" href="${escapeXml(url)}" style="color:${ink};text-decoration:none">${mathHtml(title)}</a></h2>`,
    authors === ''
      ? ''
      : `<p class="q f" dir="auto" style="margin:6px 0 0;${fine}">${namesHtml(authors)}</p>`,
    ...abstract.map((paragraph) => `<p dir="auto" style="margin:9px 0 0">${mathHtml(paragraph)}</p>`),
    paper.links.length === 0 && why === ''
      ? ''
      : `<p class="q f l" style="margin:9px 0 0;line-height:1.7;${fine}">${[why === '' ? '' : `Why: ${mathHtml(why)}`, paperLinks(paper, accent)].filter(Boolean).join('<br>')}</p>`,
  ];
  // The first row says how wide the columns are.
  return `<tr valign="top"><td class="a n r"${lead ? ' width="44"' : ''} style="${cell};font-size:26px;line-height:1.1;color:${accent}">${number}</td><td class="r" style="${cell}">
${lines.filter(Boolean).join('\n')}
</td></tr>`;
}

function paperLinks({ links }: PaperParts, accent: string): string {
  return links
    .map(({ text, label, url }) => {
      const told = label === text ? '' : ` aria-label="${escapeXml(label)}"`;
      return `<a href="${escapeXml(url)}"${told} style="color:${accent}">${escapeXml(text)}</a>`;
    })
    .join(' · ');
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Among names of both directions, each keeps its place. */
function namesHtml(line: string): string {
  if (!rightToLeft.test(line)) return escapeXml(line);
  return line
    .split(', ')
    .map((name) => `<bdi>${escapeXml(name)}</bdi>`)
    .join(', ');
}

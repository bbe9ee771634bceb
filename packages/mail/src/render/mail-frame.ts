import { escapeXml } from '@broadsheet/papers';
import type { MailTheme } from '../settings/theme.ts';
import { darkColours, lightColours, type Colours } from './mail-colours.ts';

/** What stands in the frame that all mails have. Everything is HTML already, but for the title. */
interface Framed {
  /** Of the document: the subject. */
  title: string;
  site: string;
  /** Line under the name: the day. */
  dateline: string;
  main: string;
  foot: string;
}

const serif = "Georgia,'Times New Roman',serif";

/**
 * A whole document for mail programs. Colours and sizes stand on the elements themselves, because some programs drop the
 * style sheet; what is in the sheet is for those that read it: darkness (by the reader's setting, and by the marks that
 * Outlook sets), narrow screens, and sans-serif small print. The one table that only Outlook on Windows sees keeps its
 * lines from growing as wide as its window.
 */
export function mailFrame({ title, site, dateline, main, foot }: Framed, theme: MailTheme): string {
  const light = lightColours(theme);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeXml(title)}</title>
<style>
${styleSheet(darkColours(theme))}
</style>
</head>
<body class="s" style="margin:0;padding:0;background:${light.sheet};color:${light.ink};-webkit-text-size-adjust:100%">
<!--[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<div class="s i p" style="max-width:592px;margin:0 auto;padding:8px 24px 32px;background:${light.sheet};color:${light.ink};font:16px/1.5 ${serif};overflow-wrap:break-word;word-wrap:break-word">
<header>
<p class="h" style="margin:16px 0 10px;text-align:center;font:bold 42px/1 ${serif};letter-spacing:-1px">${masthead(site, theme, light)}</p>
<p class="q f d" style="margin:0;padding:8px 0;border-top:1px solid ${light.strongRule};border-bottom:3px double ${light.strongRule};text-align:center;font-size:14px;color:${light.soft}">${dateline}</p>
</header>
<main>
${main}
</main>
<footer class="q f d" style="margin:32px 0 0;padding:16px 0 0;border-top:3px double ${light.strongRule};font-size:14px;color:${light.soft}">
${foot}
${ownFoot(theme)}
</footer>
</div>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
`;
}

function masthead(site: string, { name, logo }: MailTheme, { ink }: Colours): string {
  const shown =
    logo === null
      ? escapeXml(name)
      : `<img src="${escapeXml(logo)}" alt="${escapeXml(name)}" height="40" style="height:40px;max-width:100%;border:0;vertical-align:middle">`;
  return `<a class="i" href="${escapeXml(site)}" style="color:${ink};text-decoration:none">${shown}</a>`;
}

function ownFoot({ footer, postalAddress }: MailTheme): string {
  return [footer, postalAddress]
    .filter((text) => text !== '')
    .map((text) => `<p style="margin:12px 0 0">${escapeXml(text).replace(/\r?\n/g, '<br>')}</p>`)
    .join('\n');
}

/** Classes: sheet, ink, quiet, accent, fine print, rule, double rule, notice, button, number, head, padding, links. */
function styleSheet(dark: Colours): string {
  const colours: [selector: string, rule: string][] = [
    ['.s', `background:${dark.sheet}!important`],
    ['.i', `color:${dark.ink}!important`],
    ['.q', `color:${dark.soft}!important`],
    ['.a', `color:${dark.accent}!important`],
    ['.l a', `color:${dark.accent}!important`],
    ['.r', `border-color:${dark.rule}!important`],
    ['.d', `border-color:${dark.strongRule}!important`],
    ['.e', `background:${dark.raised}!important;border-color:${dark.accent}!important`],
    ['.b', `background:${dark.accent}!important;color:${dark.onAccent}!important`],
  ];
  const lines = (prefix: string) =>
    colours.map(([selector, rule]) => `${prefix}${selector}{${rule}}`).join('\n');
  // Outlook on the web marks what it has recoloured itself: text by `data-ogsc`, backgrounds by `data-ogsb`.
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
sub,sup{font-size:.72em;line-height:0}
code{font-size:.88em}
.f{font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif!important}
.l a{white-space:nowrap}
a:hover{text-decoration:underline!important}
@media (max-width:480px){
.p{padding:0 16px 24px!important}
.h{font-size:34px!important}
.n{width:30px!important;font-size:20px!important}
}
@media (prefers-color-scheme:dark){
${lines('')}
}
${lines('[data-ogsc] ')}
${lines('[data-ogsb] ')}`;
}

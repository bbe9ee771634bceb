/**
 * What Broadsheet calls itself: `Broadsheet/0.1 (+https://papers.example.org; mailto:me@example.org)`. Services ask for
 * a distinctive name and a way to reach the operator, and block nameless programs first.
 * @param settings Where this site, or the project, can be seen; and the operator's e-mail address, or a page (`https://…`). Both may be missing.
 */
export function userAgent({ site, contact }: { site?: string | null; contact?: string | null } = {}): string {
  const remarks = [
    site && `+${headerText(site)}`,
    contact && `${/^[a-z]+:/i.test(contact) ? '' : 'mailto:'}${headerText(contact)}`,
  ].filter(Boolean);
  return remarks.length === 0 ? 'Broadsheet/0.1' : `Broadsheet/0.1 (${remarks.join('; ')})`;
}

/** A comment of a header (RFC 9110, 5.6.5) holds neither its own brackets nor, safely, anything beyond ASCII. */
function headerText(text: string): string {
  return text.replace(/[^\x21-\x7e]|[();\\"]/g, '');
}

/** Characters that XML 1.0 cannot hold even escaped (section 2.2), and lone surrogates, which are no characters. */
// eslint-disable-next-line no-control-regex -- exactly these are meant
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an XML or HTML text node or a quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(illegal, '\u{FFFD}')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** One element with text; left out where the text is empty. */
export function element(name: string, text: string | null | undefined, attributes = ''): string {
  return text ? `<${name}${attributes}>${escapeXml(text)}</${name}>` : '';
}

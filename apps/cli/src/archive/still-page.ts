import { DomUtils, parseDocument } from 'htmlparser2';
import { relativeLink } from './page-file.ts';

/** What a page of the site links to, as the archive sees it. */
export interface ArchiveLinks {
  /** The archive's file of an address of the site (path and query); null where the archive has none. */
  fileOf: (address: string) => string | null;
  /** The archive's file of a stylesheet or an icon, by what the page calls it. */
  assetOf: (href: string) => string;
}

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

/**
 * Makes a page of the site still: no scripts, no forms and buttons, nothing that asks a server. Links lead to files of the archive,
 * by relative ways; those that have no file become their words. Links to a search lead to the archive's own.
 * @param html as the site draws it. @param file the page's own, in the archive. @param words said at the foot of every page.
 */
export function stillPage(html: string, file: string, links: ArchiveLinks, words: string): string {
  const document = parseDocument(html);
  const all = (names: readonly string[]) =>
    DomUtils.getElementsByTagName((name) => names.includes(name), document, true);
  for (const form of all(['form'])) replaceForm(form, file);
  for (const element of all([
    'script',
    'noscript',
    'template',
    'dialog',
    'base',
    'iframe',
    'button',
    'input',
    'object',
    'embed',
  ]))
    DomUtils.removeElement(element);
  for (const element of all(['link'])) stillLink(element, file, links);
  for (const element of all(['meta'])) {
    const { name = '', property = '', 'http-equiv': equiv } = element.attribs;
    if (equiv !== undefined || /^(og:|twitter:)/.test(name || property)) DomUtils.removeElement(element);
  }
  for (const element of all(['a'])) stillAnchor(element, file, links);
  for (const element of DomUtils.find(isElement, document.children, true, Infinity) as Element[])
    for (const attribute of Object.keys(element.attribs))
      if (/^(on|data-sveltekit)/i.test(attribute) || attribute === 'nonce')
        Reflect.deleteProperty(element.attribs, attribute);
  dropEmptyItems(all(['li']));
  dropEmptySections(all(['section']));
  return withFoot(DomUtils.getOuterHTML(document.children, { encodeEntities: 'utf8' }), words);
}

/** Where links lead that only a server can answer: their words would say what cannot be done here. */
const asksServer =
  /^\?|^\/(sign-in|sign-up|report|feeds?|api|map|similar|subscribe|account|submit|library|following|catch-up)\b|^\/papers\/.+\/(talk|claim|links?|votes?|report)\b|\.(rss|atom|json|md|png)$/;

function isElement(node: Node): boolean {
  return 'attribs' in node;
}

/** The search has a page of its own here; every other form asks a server. */
function replaceForm(form: Element, file: string): void {
  if (form.attribs['role'] === 'search' || /search-form/.test(form.attribs['class'] ?? '')) {
    const [link] = parseDocument(
      `<a class="search-link" href="${relativeLink(file, 'search.html')}">Search</a>`,
    ).children;
    if (link !== undefined) DomUtils.append(form, link);
  }
  DomUtils.removeElement(form);
}

function stillLink(element: Element, file: string, { assetOf }: ArchiveLinks): void {
  const { rel = '', href = '' } = element.attribs;
  if (!/^(stylesheet|icon|apple-touch-icon)$/.test(rel) || href === '') DomUtils.removeElement(element);
  else element.attribs['href'] = relativeLink(file, assetOf(href));
}

function stillAnchor(element: Element, file: string, { fileOf }: ArchiveLinks): void {
  const href = element.attribs['href'];
  if (href === undefined || href.startsWith('#') || element.attribs['class'] === 'search-link') return;
  if (/^https?:\/\//i.test(href)) {
    element.attribs['rel'] = 'external noopener nofollow';
    return;
  }
  const [address = '', hash] = href.split('#');
  // The talk of a paper stands on its own page as well; who says how much was said leads there.
  const talk = /^(\/papers\/.+)\/talk(\?.*)?$/.exec(address)?.[1];
  const said = talk !== undefined && /^\d/.test(DomUtils.textContent(element).trim()) ? fileOf(talk) : null;
  if (said !== null) {
    element.attribs['href'] = relativeLink(file, said);
    return;
  }
  if (asksServer.test(address)) {
    DomUtils.removeElement(element);
    return;
  }
  const query = /^\/search\?q=([^&]*)/.exec(address)?.[1];
  const target = query === undefined && address !== '/search' ? fileOf(address) : 'search.html';
  if (target === null) {
    element.name = 'span';
    element.attribs = element.attribs['class'] === undefined ? {} : { class: element.attribs['class'] };
    return;
  }
  const end = query === undefined ? (hash === undefined ? '' : `#${hash}`) : `#q=${query}`;
  element.attribs['href'] = relativeLink(file, target) + end;
}

/** Items of which nothing is left, and parts of the navigation that lead nowhere here. */
function dropEmptyItems(items: readonly Element[]): void {
  for (const item of items) {
    const inSections =
      item.parent?.parent !== null &&
      /\bsections\b/.test((item.parent?.parent as Element | undefined)?.attribs?.['class'] ?? '');
    const leads = DomUtils.getElementsByTagName('a', item, true).length > 0;
    if (DomUtils.textContent(item).trim() === '' || (inSections && !leads)) DomUtils.removeElement(item);
  }
}

/** Parts beside a page of which only the heading is left. */
function dropEmptySections(sections: readonly Element[]): void {
  for (const section of sections) {
    const beside = section.parent !== null && 'name' in section.parent && section.parent.name === 'aside';
    const kept = DomUtils.getElementsByTagName(
      (name) => ['a', 'table', 'p', 'dl', 'svg'].includes(name),
      section,
      true,
    );
    if (beside && kept.length === 0) DomUtils.removeElement(section);
  }
}

function withFoot(html: string, words: string): string {
  const at = html.lastIndexOf('</footer>');
  const said = `<p class="quiet">${words}</p>`;
  return at < 0 ? html.replace('</body>', `${said}</body>`) : html.slice(0, at) + said + html.slice(at);
}

import { mention } from '@broadsheet/people';
import MarkdownIt from 'markdown-it';
import { renderText } from './render-text.ts';

/**
 * The house's own Markdown files as safe HTML: no HTML of their own, no pictures, links to the web and to this site only (to
 * the page of another method where the file has its file), formulas (`$…$`, `$$…$$`, fences called `math`) as MathML by
 * `renderText`. The file's own title is left out, and its sections become those of a page that has one: `##` is h3. A line
 * that a comment marks as the place of a figure is left out too: the page shows the figures themselves.
 */
export function renderMarkdown(text: string): string {
  const own = text
    .replace(/^\uFEFF?\s*# .*\n/, '')
    .replace(/^.*<!--\s*figure\b.*$/gm, '')
    .replace(/<!--[^]*?-->/g, '');
  return reader.render(own);
}

type Reader = InstanceType<typeof MarkdownIt>;

const reader = new MarkdownIt({ html: false, linkify: false, typographer: false });
reader.disable('image');
reader.validateLink = (address) => isShown(address) || isOfFolder(address);
reader.normalizeLink = (address) => address.replace(/^(?:\.\/)?([\w-]+)\.md(?=#|$)/, '/methods/$1');

/** Links that lead into the folder, where no reader is, are left as their words. */
reader.renderer.rules['link_open'] = (tokens, index, options, _env, self) =>
  isShown(hrefOf(tokens[index])) ? self.renderToken(tokens, index, options) : '<span>';
reader.renderer.rules['link_close'] = (tokens, index) => {
  const open = tokens
    .slice(0, index)
    .findLast(({ type, level }) => type === 'link_open' && level === tokens[index]?.level);
  return isShown(hrefOf(open)) ? '</a>' : '</span>';
};

function hrefOf(token: { attrGet(name: string): string | number | null } | undefined): string {
  return String(token?.attrGet('href') ?? '');
}

function isShown(address: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|#)/i.test(address);
}

function isOfFolder(address: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*(#[\w-]*)?$/.test(address);
}

withFormulas(reader);
withPlainTables(reader);

/** Formulas come before everything else: what looks like emphasis within them is none. */
function withFormulas(reader: Reader): void {
  reader.inline.ruler.before('escape', 'math', (state, silent) => {
    const formula = /\$\$[^$]+\$\$|\$(?![\s$])(?:[^$\\\n]|\\.)+(?<!\s)\$(?!\d)/y;
    formula.lastIndex = state.pos;
    const found = formula.exec(state.src)?.[0];
    if (found === undefined) return false;
    if (!silent) state.push('math', '', 0).content = found;
    state.pos += found.length;
    return true;
  });
  reader.renderer.rules['math'] = (tokens, index) => renderText(tokens[index]?.content ?? '');

  const fence = reader.renderer.rules.fence;
  reader.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token?.info.trim() === 'math') return `<p>${renderText(`$$${token.content.trim()}$$`)}</p>\n`;
    return fence?.(tokens, index, options, env, self) ?? '';
  };
}

for (const name of ['heading_open', 'heading_close'] as const)
  reader.renderer.rules[name] = (tokens, index) => {
    const level = Math.min(6, Number(tokens[index]?.tag.slice(1)) + 1);
    return name === 'heading_open' ? `<h${level}>` : `</h${level}>\n`;
  };

/** Columns are aligned by a class: the page's policy knows no style attributes. */
function withPlainTables(reader: Reader): void {
  for (const cell of ['th', 'td'] as const)
    reader.renderer.rules[`${cell}_open`] = (tokens, index) =>
      /right/.test(String(tokens[index]?.attrGet('style') ?? '')) ? `<${cell} class="number">` : `<${cell}>`;
  reader.renderer.rules['table_open'] = () => '<div class="table"><table class="plain">\n';
  reader.renderer.rules['table_close'] = () => '</table></div>\n';
}

/** What is known about a text that a member wrote. */
export interface MemberText {
  /** Handles that are members': only these become links. */
  members: ReadonlySet<string>;
  /** Names of papers (`arXiv:2103.03230`) that are here, and their keys. */
  papers: ReadonlyMap<string, string>;
  /** The author's account is new: its links count for nothing at search engines. */
  isNew: boolean;
  /** Before links into this site; empty on its own pages. */
  site?: string;
}

/** How papers are named in running text. */
const paperName =
  /\barXiv:\s?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?|\bdoi:\s?10\.\d{4,9}\/[^\s"<>)\]]*[^\s"<>)\].,;:]/gi;

/** The names of papers that a text may hold, each once and as `MemberText.papers` has them; 50 at most. */
export function papersNamedIn(text: string): string[] {
  return [...new Set([...text.matchAll(paperName)].map(([name]) => tidyName(name)))].slice(0, 50);
}

function tidyName(name: string): string {
  return name
    .replace(/:\s/, ':')
    .replace(/^arxiv/i, 'arXiv')
    .replace(/v\d+$/, '')
    .replace(/^doi/i, 'doi');
}

/**
 * What a member wrote (a comment, a note), from Markdown to safe HTML: no HTML of their own, no pictures, links to the web and to this
 * site only, each marked as a member's word (`rel="ugc"`); formulas as MathML; `@handle` and the names of papers as links where they
 * lead to somebody or something here. Headings become bold lines, since the page has headings of its own.
 */
export function renderMemberText(text: string, known: MemberText): string {
  return memberReader.render(text, { known });
}

const memberReader = new MarkdownIt({
  html: false,
  linkify: true,
  typographer: false,
  breaks: true,
  maxNesting: 50,
});
memberReader.disable('image');
memberReader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
memberReader.validateLink = (address) => /^(https?:\/\/|\/(?!\/))/i.test(address) && address.length <= 2000;
withFormulas(memberReader);
withPlainTables(memberReader);
memberReader.renderer.rules['heading_open'] = () => '<p><strong>';
memberReader.renderer.rules['heading_close'] = () => '</strong></p>\n';
memberReader.renderer.rules['link_open'] = (tokens, index, options, env, self) => {
  const known = env?.['known'] as MemberText | undefined;
  const token = tokens[index];
  const address = hrefOf(token);
  if (address.startsWith('/')) token?.attrSet('href', `${known?.site ?? ''}${address}`);
  else token?.attrSet('rel', `external noopener ugc${known?.isNew === false ? '' : ' nofollow'}`);
  return self.renderToken(tokens, index, options);
};

/** Makes links of mentions and of papers' names, outside of code, formulas and other links. */
memberReader.core.ruler.after('linkify', 'names', (state) => {
  const { members, papers } = state.env['known'] as MemberText;
  for (const block of state.tokens) {
    if (block.type !== 'inline') continue;
    let inLink = 0;
    block.children = (block.children ?? []).flatMap((token) => {
      if (token.type === 'link_open') inLink++;
      if (token.type === 'link_close') inLink--;
      if (token.type !== 'text' || inLink > 0) return [token];
      return piecesOf(token.content, members, papers).flatMap(({ words, href }) => {
        const text = new state.Token('text', '', 0);
        text.content = words;
        if (href === null) return [text];
        const [open, close] = [new state.Token('link_open', 'a', 1), new state.Token('link_close', 'a', -1)];
        open.attrSet('href', href);
        return [open, text, close];
      });
    });
  }
});

function piecesOf(
  text: string,
  members: ReadonlySet<string>,
  papers: ReadonlyMap<string, string>,
): { words: string; href: string | null }[] {
  const links = [
    ...[...text.matchAll(mention)].map(({ 0: words, 1: handle = '', index }) => ({
      words,
      index,
      href: members.has(handle.toLowerCase()) ? `/people/${handle.toLowerCase()}` : null,
    })),
    ...[...text.matchAll(paperName)].map(({ 0: words, index }) => {
      const key = papers.get(tidyName(words));
      return { words, index, href: key === undefined ? null : `/papers/${key}` };
    }),
  ]
    .filter(({ href }) => href !== null)
    .sort((a, b) => a.index - b.index);
  const pieces: { words: string; href: string | null }[] = [];
  let at = 0;
  for (const { words, index, href } of links) {
    if (index < at) continue;
    if (index > at) pieces.push({ words: text.slice(at, index), href: null });
    pieces.push({ words, href });
    at = index + words.length;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ words: text.slice(at), href: null });
  return pieces;
}

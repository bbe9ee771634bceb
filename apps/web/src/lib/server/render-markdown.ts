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

/** Formulas come before everything else: what looks like emphasis within them is none. */
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

for (const name of ['heading_open', 'heading_close'] as const)
  reader.renderer.rules[name] = (tokens, index) => {
    const level = Math.min(6, Number(tokens[index]?.tag.slice(1)) + 1);
    return name === 'heading_open' ? `<h${level}>` : `</h${level}>\n`;
  };

// Columns are aligned by a class: the page's policy knows no style attributes.
for (const cell of ['th', 'td'] as const)
  reader.renderer.rules[`${cell}_open`] = (tokens, index) =>
    /right/.test(String(tokens[index]?.attrGet('style') ?? '')) ? `<${cell} class="number">` : `<${cell}>`;
reader.renderer.rules['table_open'] = () => '<div class="table"><table class="plain">\n';
reader.renderer.rules['table_close'] = () => '</table></div>\n';

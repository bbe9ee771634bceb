import { escapeXml } from '@broadsheet/papers';
import { accented, inVariant, struck, subscript, superscript, underlined } from './math-letters.ts';
import { signKind, type SignKind } from './math-signs.ts';
import type { MathNode } from './mathml-tree.ts';

/** A formula in the two forms that mails have: HTML of `i`, `b`, `sub`, `sup` and `s` alone, and plain text. */
export interface DrawnFormula {
  html: string;
  text: string;
}

/** A part of a formula on its way into a line. */
interface Part extends DrawnFormula {
  kind: SignKind | 'function' | 'fraction' | 'space';
  /** Whether it can be raised, divided or put under a root without brackets around it. */
  single: boolean;
}

/** KaTeX puts commands that it may not obey in this colour instead of failing. */
export const refusedColour = '#cc0001';

const functionApplication = '\u2061';
/** U+2223, which few fonts have, and a narrow space, at which no line may break. */
const plainer: Record<string, string> = {
  '∣': '|',
  '∥': '‖',
  '\u2009': '\u00A0',
  '\u200A': '',
  '\u200B': '',
};

/**
 * Presentation MathML (https://www.w3.org/TR/mathml-core/), as KaTeX writes it, on one line.
 * @throws Error where a command was refused.
 */
export function drawFormula(root: MathNode): DrawnFormula {
  const { html, text } = row(elements(root), false);
  return {
    html: html
      .replace(/<\/(i|b)><\1>/g, '')
      .replace(/ {2,}/g, ' ')
      .trim(),
    text: text.replace(/ {2,}/g, ' ').trim().normalize('NFC'),
  };
}

const elements = (node: MathNode) => node.children.filter((child) => typeof child !== 'string');
const content = (node: MathNode) => node.children.filter((child) => typeof child === 'string').join('');
const part = (html: string, text: string, kind: Part['kind'] = 'ordinary', single = true): Part => ({
  html,
  text,
  kind,
  single,
});
const sign = (text: string, kind: Part['kind'] = 'ordinary') => part(escapeXml(text), text, kind);
const nothing = sign('');

/** @param small in an index or an exponent, where signs stand close together */
function draw(node: MathNode, small: boolean): Part {
  if (node.attributes['mathcolor'] === refusedColour) throw new Error('a refused command');
  const children = elements(node);
  const [first = null, second = null, third = null] = children;
  const at = (child: MathNode | null, inScript = small) => (child === null ? nothing : draw(child, inScript));
  switch (node.name) {
    case 'mi':
    case 'mn':
    case 'mtext':
      return children.length > 0 ? row(children, small) : letters(node);
    case 'mo':
      return children.length > 0 ? operatorOf(row(children, small)) : operator(content(node));
    case 'msup':
    case 'msub':
    case 'msubsup':
    case 'munder':
    case 'mover':
    case 'munderover': {
      const lower = node.name === 'msup' || node.name === 'mover' ? null : second;
      const upper = node.name === 'msub' || node.name === 'munder' ? null : (third ?? second);
      return decorated(node, at(first), lower, upper);
    }
    case 'mfrac':
      return fraction(node, at(first), at(second));
    case 'msqrt':
      return root('', row(children, small));
    case 'mroot':
      return root(at(second, true), at(first));
    case 'mtable':
      return table(node);
    case 'menclose': {
      const inner = row(children, small);
      return /strike/.test(node.attributes['notation'] ?? '')
        ? { ...inner, html: `<s>${inner.html}</s>`, text: struck(inner.text) }
        : inner;
    }
    case 'mspace': {
      const width = Number.parseFloat(node.attributes['width'] ?? '0');
      return node.attributes['linebreak'] === 'newline' || width >= 0.2
        ? sign(' ', 'space')
        : sign('', 'space');
    }
    case 'mphantom':
    case 'annotation':
      return sign('', 'space');
    default:
      return row(children, small);
  }
}

function letters(node: MathNode): Part {
  const variant = node.attributes['mathvariant'] ?? (node.name === 'mi' ? 'italic' : 'normal');
  const raw = content(node).replace(/\s+/g, (space) => plainer[space] ?? ' ');
  const text = inVariant(plainer[raw] ?? raw, variant);
  if (text.trim() === '' && text !== '') return sign(text === '\u00A0' ? text : ' ', 'space');
  const word = node.name === 'mi' && [...text].length > 1;
  let html = escapeXml(text);
  if (variant.includes('italic') && !word && /^\p{Letter}/u.test(text)) html = `<i>${html}</i>`;
  if (/^bold(-italic)?$/.test(variant)) html = `<b>${html}</b>`;
  const single = node.name !== 'mtext' || !/\s/.test(text);
  return part(html, text, 'ordinary', single);
}

function operator(raw: string): Part {
  const text = plainer[raw] ?? raw;
  const kind = raw === functionApplication ? 'function' : signKind(raw);
  return kind === 'function' ? sign('', 'function') : sign(text, kind);
}

/** What was made an operator in TeX: a relation with something on top, `mod`, `≔`. */
function operatorOf(inner: Part): Part {
  const kind = signKind(inner.text);
  if (kind !== 'ordinary') return { ...inner, kind };
  return /^\p{Letter}{2,}$/u.test(inner.text) ? { ...inner, kind: 'function' } : inner;
}

/** Something with an index, an exponent, limits or an accent. */
function decorated(node: MathNode, base: Part, lower: MathNode | null, upper: MathNode | null): Part {
  const mark = node.name === 'mover' ? upper : node.name === 'munder' ? lower : null;
  if (mark?.name === 'mo' && elements(mark).length === 0) {
    const raw = content(mark);
    // Braces and long arrows over or under something only say how far a label reaches.
    if (/^[⏞⏟⎴⎵⏠⏡]$/.test(raw)) return base;
    if (node.name === 'munder' && node.attributes['accentunder'] === 'true')
      return { ...base, html: `<u>${base.html}</u>`, text: underlined(base.text) };
    if (node.attributes['accent'] === 'true') {
      const text = accented(base.text, raw);
      return /^.\p{Mark}*$/u.test(base.text)
        ? part(base.html.replace(escapeXml(base.text), escapeXml(text)), text, base.kind)
        : part(escapeXml(text) === escapeXml(base.text) ? base.html : accentedHtml(base, raw), text);
    }
  }
  const below = lower === null ? nothing : draw(lower, true);
  const aboveIt = upper === null ? nothing : highSign(draw(upper, true));
  const held = base.single ? base : bracketed(base);
  // Primes, stars and degrees stand high by themselves.
  const primes = /^(?:′+|°|[*†‡])$/.test(aboveIt.text);
  const under = below.html === '' ? '' : `<sub>${below.html}</sub>`;
  const over = aboveIt.html === '' ? '' : `<sup>${aboveIt.html}</sup>`;
  const html = primes ? `${held.html}${aboveIt.html}${under}` : `${held.html}${under}${over}`;
  const text = primes
    ? `${held.text}${aboveIt.text}${subscript(below.text)}`
    : `${held.text}${subscript(below.text)}${superscript(aboveIt.text)}`;
  return part(html, text, base.kind === 'fraction' ? 'ordinary' : base.kind);
}

function highSign(drawn: Part): Part {
  if (drawn.text === '∘') return sign('°');
  return drawn.text === '∗' ? sign('*') : drawn;
}

/** An accent over more than a letter: its name before the whole, or a line over all of it. */
function accentedHtml(base: Part, raw: string): string {
  const named = /^\p{Letter}+(?=\()/u.exec(accented(base.text, raw));
  return named === null
    ? `<span style="text-decoration:overline">${base.html}</span>`
    : `${named[0]}(${base.html})`;
}

const bracketed = ({ html, text }: Part): Part => part(`(${html})`, `(${text})`);
const held = (inner: Part) => (inner.single ? inner : bracketed(inner));

function fraction(node: MathNode, above: Part, below: Part): Part {
  // Without a line it is a binomial coefficient, or one thing over the other.
  if (/^0[^.1-9]*$/.test(node.attributes['linethickness'] ?? ''))
    return part(
      `${above.html} choose ${below.html}`,
      `${above.text} choose ${below.text}`,
      'ordinary',
      false,
    );
  const [over, under] = [held(above), held(below)];
  return part(`${over.html}/${under.html}`, `${over.text}/${under.text}`, 'fraction', false);
}

function root(index: Part | '', inner: Part): Part {
  const under = inner.single ? inner : bracketed(inner);
  const cubic = { '': '√', '2': '√', '3': '∛', '4': '∜' }[index === '' ? '' : index.text];
  if (cubic !== undefined || index === '')
    return part(`${cubic ?? '√'}${under.html}`, `${cubic ?? '√'}${under.text}`);
  return part(`<sup>${index.html}</sup>√${under.html}`, `${superscript(index.text)}√${under.text}`);
}

/** Rows with `;` between them: a matrix in brackets, equations as they follow each other. */
function table(node: MathNode): Part {
  const equations = (node.attributes['columnalign'] ?? '').startsWith('right');
  const rows = elements(node)
    .map((line) => {
      const cells = elements(line).map((cell) => row(elements(cell), false));
      return joined(
        cells.filter(({ html }) => html !== ''),
        equations ? ' ' : ', ',
      );
    })
    .filter(({ html }) => html !== '');
  return { ...joined(rows, '; '), single: rows.length === 1 && rows[0]?.single === true };
}

const joined = (parts: Part[], separator: string): Part =>
  part(
    parts.map(({ html }) => html).join(separator),
    parts.map(({ text }) => text).join(separator),
    'ordinary',
    parts.length < 2,
  );

function row(nodes: MathNode[], small: boolean): Part {
  const parts: Part[] = [];
  for (const node of nodes) {
    const next = draw(node, small);
    // The sign of function application has no ink; it says that what stands before it is a function.
    const before = parts.at(-1);
    if (next.kind === 'function' && next.text === '' && before !== undefined)
      parts[parts.length - 1] = { ...before, kind: 'function' };
    else if (next.text === '=' && before?.text === ':') parts[parts.length - 1] = sign(':=', 'relation');
    else if (next.kind !== 'space' || next.text !== '') parts.push(next);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : spaced(parts, small);
}

const endsTerm = (kind: Part['kind'] | undefined) =>
  kind === 'ordinary' || kind === 'close' || kind === 'fraction' || kind === 'function';

/** Puts parts on a line, with space where mathematics has it. */
function spaced(parts: Part[], small: boolean): Part {
  let html = '';
  let text = '';
  let previous: Part | undefined;
  let level = 0;
  let enclosed = parts[0]?.kind === 'open' && parts.at(-1)?.kind === 'close';
  const gap = () => {
    if (html === '' || /[ \u00A0]$/.test(html)) return;
    html += ' ';
    text += ' ';
  };
  for (const [index, current] of parts.entries()) {
    if (current.kind === 'space') {
      if (current.text === ' ') gap();
      else [html, text] = [html + current.html, text + current.text];
      continue;
    }
    const next = parts.slice(index + 1).find(({ kind }) => kind !== 'space');
    let { kind } = current;
    // A minus is a sign of its number where no term stands before it; `3×` is three times something outside.
    if (
      kind === 'binary' &&
      (!endsTerm(previous?.kind) || previous?.kind === 'function' || next === undefined)
    )
      kind = 'ordinary';
    if (kind === 'relation' && (previous === undefined || next === undefined))
      kind = previous ? 'close' : 'open';
    let shown = current;
    if (kind === 'fraction' && (endsTerm(previous?.kind) || (next && startsTerm(next.kind))))
      shown = bracketed(current);

    const wide = (kind === 'binary' || kind === 'relation') && !small;
    const words = (kind === 'function' || kind === 'operator') && endsTerm(previous?.kind);
    if (wide || (words && previous?.text !== '/') || needsGap(previous, kind, small, current)) gap();
    if (kind === 'punctuation') [html, text] = [html.trimEnd(), text.trimEnd()];
    html += shown.html;
    text += shown.text;
    if (wide) gap();
    previous = { ...current, kind: kind === 'ordinary' && current.kind === 'binary' ? 'open' : kind };

    if (current.kind === 'open') level++;
    if (current.kind === 'close' && --level <= 0 && index < parts.length - 1) enclosed = false;
  }
  const plain = parts.length > 0 && parts.every((each) => /^[\p{Letter}\p{Number}.]+$/u.test(each.text));
  const oneWord = plain && (/^[\d.]+$/.test(text) || !parts.some((each) => each.html.includes('<')));
  return part(html, text, 'ordinary', parts.length === 0 || enclosed || oneWord);
}

const startsTerm = (kind: Part['kind']) =>
  kind === 'ordinary' || kind === 'open' || kind === 'fraction' || kind === 'function' || kind === 'operator';

/** Space after a comma, a function's name or a large operator. */
function needsGap(previous: Part | undefined, kind: Part['kind'], small: boolean, current: Part): boolean {
  switch (previous?.kind) {
    case 'punctuation': {
      if (small) return false;
      // `1,000` is a number.
      return !(previous.text === ',' && /^\d{3}$/.test(current.text));
    }
    case 'function':
      return kind !== 'open' && kind !== 'close' && kind !== 'punctuation';
    case 'operator':
      return kind !== 'close' && kind !== 'punctuation' && kind !== 'binary';
    default:
      return false;
  }
}

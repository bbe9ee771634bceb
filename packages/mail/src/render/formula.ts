import { escapeXml } from '@broadsheet/papers';
import katex from 'katex';
import { drawFormula, refusedColour, type DrawnFormula } from './draw-formula.ts';
import { parseMathml } from './mathml-tree.ts';

/** What is longer stays TeX: on one line nobody could read it, and KaTeX's time grows with it. */
const longestSource = 600;
const longestText = 1200;

/** Commands that abstracts have and KaTeX lacks. */
const macros = {
  '\\mbox': '\\text{#1}',
  '\\textsc': '\\text{#1}',
  '\\ensuremath': '#1',
  '\\xspace': '',
  '\\mathds': '\\mathbb{#1}',
  '\\mathbbm': '\\mathbb{#1}',
};

/** The same papers go to very many readers, and formulas recur (ε, 𝒪(n)). The one not asked for longest leaves first. */
const drawn = new Map<string, DrawnFormula>();
const mostDrawn = 4000;

/** A formula with its delimiters, as `splitMath` finds it. What KaTeX cannot read stays as it was written. */
export function formula(source: string): DrawnFormula {
  const known = drawn.get(source);
  const found = known ?? read(source);
  if (known !== undefined) drawn.delete(source);
  else if (drawn.size >= mostDrawn) drawn.delete(drawn.keys().next().value ?? '');
  drawn.set(source, found);
  return found;
}

function read(source: string): DrawnFormula {
  if (source.length > longestSource) return plain(source);
  const { tex, displayMode } = unwrap(source);
  if (prose.test(tex.replace(/\\(text|mathrm)\w*\s*\{[^{}]*\}/g, ''))) return plain(source);
  const link = /^\s*\\href\s*\{([^{}]*)\}\s*\{(?:\\text(?:tt)?\{([^{}]*)\}|([^{}]*))\}\s*$/.exec(tex);
  if (link !== null) return plain(linkText(link[1] ?? '', link[2] ?? link[3] ?? ''));
  const readable = tex.replace(/\\unicode\s*\{\s*x([\da-fA-F]{2,5})\s*\}/g, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  // `\textbf{92%}` is a comment without end to TeX, and a per cent sign to who wrote it.
  const tries = /(?<!\\)%/.test(readable) ? [readable, readable.replace(/(?<!\\)%/g, '\\%')] : [readable];
  for (const attempt of tries) {
    const found = render(attempt, displayMode);
    if (found !== null) return found;
  }
  return { html: `<code>${escapeXml(source)}</code>`, text: source };
}

/** A lone `$` may have made words into mathematics: five and more in a row, which TeX would run together. */
const prose = /(?<![\\\p{Letter}])\p{Letter}{2,}(?:[\s,.;:]+\p{Letter}+){4}/u;

const plain = (text: string): DrawnFormula => ({ html: escapeXml(text), text });

/** Text and nothing to click: an address that a formula brings has not been looked at by anybody. */
function linkText(address: string, label: string): string {
  return label === '' || label === address || /https?:|www\./.test(label) ? address : `${label} (${address})`;
}

function render(tex: string, displayMode: boolean): DrawnFormula | null {
  try {
    const mathml = katex.renderToString(tex, {
      output: 'mathml',
      displayMode,
      throwOnError: true,
      errorColor: refusedColour,
      strict: false,
      trust: false,
      maxSize: 20,
      maxExpand: 100,
      // A formula may define macros; a copy keeps them from the next one.
      macros: { ...macros },
    });
    const found = drawFormula(parseMathml(mathml));
    return found.text === '' || found.text.length > longestText ? null : found;
  } catch {
    return null;
  }
}

function unwrap(source: string): { tex: string; displayMode: boolean } {
  if (source.startsWith('$$')) return { tex: source.slice(2, -2), displayMode: true };
  if (source.startsWith('$')) return { tex: source.slice(1, -1), displayMode: false };
  if (source.startsWith('\\begin')) return { tex: source, displayMode: true };
  return { tex: source.slice(2, -2), displayMode: source.startsWith('\\[') };
}

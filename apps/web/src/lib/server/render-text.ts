import { escapeXml, splitMath } from '@broadsheet/papers';
import katex from 'katex';

/** Formulas recur (ε, 𝒪(n)), and rendering one costs more than finding it. */
const rendered = new Map<string, string>();
const mostRendered = 5000;

/**
 * Text with formulas as safe HTML: text escaped, formulas as MathML (which needs no script, style or font of its own).
 * A formula that KaTeX does not understand is shown as it was written.
 */
export function renderText(text: string): string {
  return splitMath(text)
    .map((piece) => (piece.kind === 'math' ? renderFormula(piece.text) : escapeXml(piece.text)))
    .join('');
}

/** The same, with paragraphs. */
export function renderParagraphs(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${renderText(paragraph)}</p>`)
    .join('');
}

function renderFormula(source: string): string {
  const known = rendered.get(source);
  if (known !== undefined) return known;
  const html = toMathml(source);
  if (rendered.size >= mostRendered) rendered.clear();
  rendered.set(source, html);
  return html;
}

function toMathml(source: string): string {
  const { tex, display } = unwrap(source);
  try {
    const html = katex.renderToString(tex, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxSize: 20,
      maxExpand: 200,
    });
    // No formula may bring a style of its own: the page's policy forbids it, and so do we.
    return /\sstyle=/.test(html) ? fallback(source) : html;
  } catch {
    return fallback(source);
  }
}

function unwrap(source: string): { tex: string; display: boolean } {
  if (source.startsWith('$$')) return { tex: source.slice(2, -2), display: true };
  if (source.startsWith('$')) return { tex: source.slice(1, -1), display: false };
  if (source.startsWith('\\begin')) return { tex: source, display: true };
  return { tex: source.slice(2, -2), display: source.startsWith('\\[') };
}

function fallback(source: string): string {
  return `<code class="formula">${escapeXml(source)}</code>`;
}

import type { Span } from '@broadsheet/search';
import { escapeXml } from '@broadsheet/papers';
import { renderText } from './render-text.ts';

/** Highlighted text as safe HTML: matches marked, formulas rendered (the search cuts around them, never through). */
export function renderSpans(spans: readonly Span[]): string {
  return spans
    .map(({ type, text }) => (type === 'highlight' ? `<mark>${escapeXml(text)}</mark>` : renderText(text)))
    .join('');
}

import { decodeHTML } from 'entities';

/** Elements that abstracts really contain. Anything else in angle brackets is text: `a <b, c>`, `<unk>`. */
const inline =
  `a abbr b bold big center cite code em font i inf italic monospace q roman s sans-serif sc small span
  strike strong sub sup tt u underline inline-formula alternatives disp-formula named-content styled-content ext-link
  xref label tex-math math mi mn mo mrow msub msup msubsup mfrac mtext mspace msqrt mover munder mstyle mfenced
  semantics`.split(/\s+/);
const block = 'p div br hr title sec section abstract li ul ol h1 h2 h3 h4 h5 h6'.split(' ');
const kinds = new Map([
  ...inline.map((name) => [name, ''] as const),
  ...block.map((name) => [name, '\n\n'] as const),
]);
/** Their content is not text of the abstract. */
const hidden = ['script', 'style', 'annotation'];
const tag = /<\/?(?:jats:|mml:)?([a-zA-Z][a-zA-Z0-9-]{0,20})(?:\s[^<>]{0,500})?\/?>/g;

/**
 * HTML and JATS to plain text: known elements go and their text stays, blocks become paragraph breaks, entities are
 * decoded, doubly encoded ones too. What is not a known element stays as it is.
 */
export function stripMarkup(text: string): string {
  let shown = text;
  for (let round = 0; round < 4 && /[<&]/.test(shown); round++) {
    const before = shown;
    shown = dropTags(dropHidden(decodeHTML(shown)));
    if (shown === before) break;
  }
  return shown;
}

function dropTags(text: string): string {
  return text.replace(tag, (whole, name: string) => kinds.get(name.toLowerCase()) ?? whole);
}

function dropHidden(text: string): string {
  let shown = text;
  for (const name of hidden) {
    const opening = new RegExp(`<(?:mml:)?${name}(?:\\s[^<>]{0,500})?>`, 'i');
    for (let start = shown.search(opening); start >= 0; start = shown.search(opening)) {
      const end = shown.toLowerCase().indexOf(`${name}>`, start + name.length + 2);
      shown = end < 0 ? shown.slice(0, start) : shown.slice(0, start) + shown.slice(end + name.length + 1);
      if (end < 0) break;
    }
  }
  return shown;
}

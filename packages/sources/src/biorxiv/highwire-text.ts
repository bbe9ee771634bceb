/**
 * bioRxiv's API gives abstracts as the publishing system flattened them: what was small capitals, a list item, a heading
 * or a figure is left as a pair of marks (`O_SCPLOW…C_SCPLOW`, `O_LI…C_LI`, `O_ST_ABS…C_ST_ABS`, `O_FIG…C_FIG`). The
 * marks are documented nowhere; these are the ones that recorded answers hold.
 */
const figure = /O_(FIG|TBL)(?![A-Z_])[\s\S]{0,20000}?C_\1(?![A-Z_])/g;
const heading = /O_ST_ABS([\s\S]{0,200}?)C_ST_ABS/g;
const listItem = /[OC]_LI(?!NK)/g;
const look = /[OC]_(?:SCPLOW|SCPCAP|TEXTBOX|BOX|INLINEFIG)/g;
/** `Abstract` as a heading that was glued to the first sentence: what follows it at once is a capital, or a line's end. */
const label =
  /^\s*(?:ABSTRACT|Abstract|SUMMARY|Summary)(?:\/(?:SUMMARY|Summary))?(?:\s*[:\n]\s*|(?=\p{Lu}))/u;

/** Nothing longer is an abstract, nor would it be taken; looking for marks in it would only cost time. */
const longest = 60_000;

/** An abstract without those marks: figures and tables go, headings begin a paragraph (`Methods: …`), list items too. */
export function plainAbstract(flattened: string): string {
  if (flattened.length > longest) return flattened;
  return flattened
    .replace(figure, ' ')
    .replace(look, '')
    .replace(heading, (_, title: string) => `\n\n${title.trim().replace(/:$/, '')}: `)
    .replace(listItem, '\n\n')
    .replace(label, '')
    .trim();
}

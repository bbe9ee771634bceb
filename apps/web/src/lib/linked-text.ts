/** Text in pieces: addresses in it are links, without the point or bracket that ends a sentence. */
export function linkedText(text: string): { text: string; url: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"“”]*[^\s<>"“”.,:;!?)\]’'])/)
    .flatMap((piece, index) => (piece === '' ? [] : [{ text: piece, url: index % 2 === 1 ? piece : null }]));
}

/** How a sentence ends: a mark, and what closes there. */
const end = /[.!?…。][)\]"'”’]{0,3}$/u;

/** Words that end in a point in the middle of a sentence, and initials. */
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|al|cf|vs|fig|eq|sec|tab|no|resp|approx|dr|prof|mr|ms|mrs|st|\p{L})\.$/iu;

/**
 * A text's sentences in their order, without spaces around: after a point, question or exclamation mark (and quotes or brackets
 * that close there) and a space, where what follows does not begin in lower case, and the point does not end an initial or a
 * usual abbreviation. Good enough for halves of abstracts; it knows no grammar.
 */
export function sentencesOf(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (const { 0: space, index } of text.matchAll(/\s+/gu)) {
    // No more than these are looked at, so that the time it takes grows with the length of a text alone.
    const before = text.slice(Math.max(from, index - 12), index);
    const next = index + space.length;
    if (!end.test(before) || abbreviation.test(before) || /^\p{Ll}/u.test(text.slice(next, next + 2)))
      continue;
    found.push(text.slice(from, index).trim());
    from = next;
  }
  found.push(text.slice(from).trim());
  return found.filter((sentence) => sentence !== '');
}

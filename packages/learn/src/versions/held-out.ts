/** Papers that are held out at most, so that checking takes seconds whatever the size of the store. */
const most = 2000;

/**
 * Which share of so many papers is kept from training, to see how good an encoder is: a tenth, or 2,000 papers of more than
 * 20,000. What is held out of a greater store was held out of it as well when it was smaller.
 */
export function shareHeldOut(papers: number): number {
  return papers === 0 ? 0.1 : Math.min(0.1, most / papers);
}

/**
 * Whether a paper of this title is held out. That follows from the title alone, so that encoders of several trainings, seeds and
 * stores can be compared on papers that none of them has seen.
 * @param share From 0 to 1.
 */
export function isHeldOut(title: string, share: number): boolean {
  return hash(title.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()) < share * 2 ** 32;
}

/** FNV-1a over UTF-16 units, with the last mixing of MurmurHash3, since its high bits alone are too even for short texts. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

import type { Hit } from '@broadsheet/search';

/** Longest sentence that is quoted. */
const longest = 180;

/** Why a paper was found, in words: what it matched, or, where it holds none of the words, what in it is near. */
export function whyHit({ matched, why }: Pick<Hit, 'matched' | 'why'>): string {
  if (why === null || why.words !== null)
    return matched.length > 0 ? `Matches ${matched.join(', ')}` : why?.phrase ? near(why.phrase.text) : '';
  const also = matched.length > 0 ? `; matches ${matched.join(', ')}` : '';
  return (why.phrase === null ? 'Near in meaning' : near(why.phrase.text)) + also;
}

function near(sentence: string): string {
  const plain = sentence.replace(/\s+/g, ' ');
  const cut = plain.length > longest ? `${plain.slice(0, longest).trimEnd()}…` : plain;
  return `Near in meaning: “${cut}”`;
}

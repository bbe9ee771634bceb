import { classTfIdf } from './class-tf-idf.ts';
import { termsOf, type Term } from './terms-of.ts';

/** What names are made from. */
export interface NamedText {
  readonly title: string;
  readonly abstract: string;
}

/** Words to a name at most. */
const longestName = 4;
/** A telling term is at least so many times as frequent in its topic as in the other ones. */
const leastLift = 2;
/** A phrase is told instead of its word where it is so large a part of what the word is said for. */
const partOfWord = 0.3;

/**
 * Names of topics, each of at most four words or phrases of two: those with the greatest c-TF-IDF (`classTfIdf`), none with a stem that was said.
 * A paper counts a term once, however often it says it, so that no single paper names a topic. Terms are written as most of
 * the abstracts write them.
 * @param texts n papers
 * @param topicOf of each paper its topic, from 0
 * @returns of each topic its words, the most telling first; none where its papers say nothing in common
 */
export function nameTopics(texts: readonly NamedText[], topicOf: ArrayLike<number>): string[][] {
  const topics = Math.max(-1, ...Array.from(topicOf)) + 1;
  const sizes = new Array<number>(topics).fill(0);
  const counts = sizes.map(() => new Map<string, number>());
  const read = texts.map(({ title, abstract }) => ({ title: termsOf(title), abstract: termsOf(abstract) }));
  const papers = new Map<string, number>();
  const keysOf = read.map(({ title, abstract }) => new Set([...title, ...abstract].map(({ key }) => key)));
  for (const keys of keysOf) for (const key of keys) papers.set(key, (papers.get(key) ?? 0) + 1);
  // Most phrases are one paper's own: they can name nothing, and what is known of them need not be kept.
  const isCommon = (key: string): boolean => (papers.get(key) ?? 0) >= Math.min(2, texts.length);
  keysOf.forEach((keys, i) => {
    const topic = topicOf[i] as number;
    const counted = counts[topic];
    if (counted === undefined) return;
    sizes[topic] = (sizes[topic] ?? 0) + 1;
    for (const key of keys) if (isCommon(key)) counted.set(key, (counted.get(key) ?? 0) + 1);
  });
  const known = new Map<string, Known>();
  const see = (terms: readonly Term[], weight: number): void => {
    for (const term of terms) {
      if (!isCommon(term.key)) continue;
      const entry = known.get(term.key) ?? { term, written: new Map(), papers: papers.get(term.key) ?? 0 };
      entry.written.set(term.written, (entry.written.get(term.written) ?? 0) + weight);
      known.set(term.key, entry);
    }
  };
  // Titles say little of capitals: their forms count where no abstract has the term.
  for (const { title, abstract } of read) {
    see(title, 1);
    see(abstract, 1000);
  }
  const weights = classTfIdf(counts);
  return counts.map((counted, topic) =>
    nameOf(counted, weights[topic] ?? new Map(), known, { size: sizes[topic] ?? 0, all: texts.length }),
  );
}

interface Known {
  readonly term: Term;
  readonly written: Map<string, number>;
  readonly papers: number;
}

function nameOf(
  counted: ReadonlyMap<string, number>,
  weights: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, Known>,
  { size, all }: { readonly size: number; readonly all: number },
): string[] {
  const isTelling = (key: string): boolean => {
    const count = counted.get(key) ?? 0;
    const elsewhere = (known.get(key)?.papers ?? count) - count;
    return count >= Math.min(2, size) && count * (all - size) >= leastLift * elsewhere * size;
  };
  const ranked = [...weights]
    .filter(([key]) => isTelling(key))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([key]) => key);
  const phrases = ranked.filter((key) => key.includes(' '));
  const said = new Set<string>();
  const name: string[] = [];
  for (const key of ranked) {
    if (name.length === longestName) break;
    const stemsOf = (of: string): readonly string[] => known.get(of)?.term.stems ?? [];
    const isNew = (of: string): boolean => stemsOf(of).every((one) => !said.has(beginning(one)));
    if (!isNew(key)) continue;
    const longer = phrases.find(
      (phrase) =>
        phrase.split(' ').includes(key) &&
        isNew(phrase) &&
        (counted.get(phrase) ?? 0) >= Math.max(2, partOfWord * (counted.get(key) ?? 0)),
    );
    const told = longer ?? key;
    for (const one of stemsOf(told)) said.add(beginning(one));
    name.push(mostWritten(known.get(told)?.written ?? new Map()));
  }
  return name;
}

/** Stems that begin alike for so long are kin ("geometr" and "geometri"): a name says one of them. */
const beginning = (stem: string): string => stem.slice(0, 6);

/** The form that is written most often; of equally frequent ones the one without capitals, then the first of the alphabet. */
function mostWritten(forms: ReadonlyMap<string, number>): string {
  const capitals = (text: string): number => text.replace(/[^\p{Lu}]/gu, '').length;
  const [best] = [...forms].sort(([a, x], [b, y]) => y - x || capitals(a) - capitals(b) || (a < b ? -1 : 1));
  return best?.[0] ?? '';
}

import { categoryName } from '@broadsheet/papers';
import type { PlaceReason } from '@broadsheet/people';
import type { FeedLine } from '../../feed-line.ts';

const labels: Record<keyof PlaceReason['parts'], string> = {
  meaning: 'meaning',
  words: 'words',
  average: 'what an average paper has of both',
  votes: 'votes',
  recency: 'being new',
  code: 'code at hand',
  repetition: 'being like papers above',
};

/** Why a paper is in a feed, in a sentence. */
export function whyInFeed({ kind, name, byFloor, words, examples }: PlaceReason): string {
  if (kind === 'explore') {
    const field = categoryName(name);
    return `From ${field === null ? name : `${field} (${name})`}, a field beside your interests`;
  }
  const shared = words.map(({ word }) => word);
  const [nearest] = examples;
  const parts = [
    `For “${name}”${byFloor ? ', by its sure places' : ''}`,
    ...(shared.length > 0 ? [`because of ${shared.join(', ')}`] : []),
    ...(nearest !== undefined && nearest.verdict === 'more' && nearest.part > 0
      ? [`like “${shortened(nearest.title)}”`]
      : []),
  ];
  return parts.join(' · ');
}

/** The same in numbers, which add up. */
export function reasonInNumbers({
  parts,
  total,
  words,
  examples,
}: PlaceReason): Pick<FeedLine, 'parts' | 'words' | 'examples'> {
  const names = Object.keys(labels) as (keyof PlaceReason['parts'])[];
  return {
    parts: [
      ...names
        .filter((name) => parts[name] !== 0)
        .map((name) => ({ label: labels[name], value: signedNumber(parts[name]) })),
      { label: 'together', value: signedNumber(total) },
    ],
    words: words.map(({ word, part }) => ({ label: word, value: signedNumber(part) })),
    examples: examples.map(({ title, verdict, part }) => ({
      label: `${verdict === 'less' ? 'unlike ' : ''}“${shortened(title)}”`,
      value: signedNumber(part),
    })),
  };
}

/** `+1.25`, `−0.40` */
export function signedNumber(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function shortened(title: string): string {
  const letters = [...title.replace(/\s+/g, ' ')];
  return letters.length <= 80 ? letters.join('') : `${letters.slice(0, 79).join('').trimEnd()}…`;
}

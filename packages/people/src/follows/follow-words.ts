import type { Follow } from './follow.ts';
import type { FollowedBy } from './followed-news.ts';

/** What brought a paper to a reader, in words: `by Wei Li, with the same coauthors · in cs.LG`. */
export function followWords(by: readonly FollowedBy[]): string {
  return by.map(({ follow, match }) => `${broughtBy(follow)}${certainty[match ?? 'told']}`).join(' · ');
}

const certainty = {
  told: '',
  orcid: '',
  coauthor: ', with the same coauthors',
  field: ', by the field alone',
} as const;

function broughtBy({ kind, value, label }: Follow): string {
  switch (kind) {
    case 'author':
      return `by ${label}`;
    case 'venue':
      return `at ${label}`;
    case 'category':
      return `in ${value}`;
    case 'search':
      return `matches ${label}`;
    case 'member':
      return `${label} voted for it`;
  }
}

import type { SimilarPaper } from '@broadsheet/search';

/** Longest title that is named in a reason. */
const longest = 90;

/** Why a paper counts as similar, in words: what it shares, and what it is near to where there are several papers to be near to. */
export function whySimilar({ why, near }: Pick<SimilarPaper, 'why' | 'near'>, seeds: number): string {
  const shares = why.length > 0 ? `Shares ${why.join(', ')}` : '';
  if (near === null) return shares;
  const title = near.title.length > longest ? `${near.title.slice(0, longest).trimEnd()}…` : near.title;
  const to = seeds > 1 ? ` to “${title}”` : '';
  return shares === '' ? `Near in meaning${to}` : `${shares}; near in meaning${to}`;
}

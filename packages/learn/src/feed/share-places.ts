/** What one interest would have, best first. */
export interface InterestList {
  readonly ranked: readonly { readonly id: number; readonly score: number }[];
  /** Share of all places that it has whatever the others score, 0 to 1; those of all lists together are at most 1. */
  readonly floor: number;
}

/** A place of the mixed list. */
export interface SharedPlace {
  readonly id: number;
  /** For which of the lists it is there. */
  readonly list: number;
  /** It is there because its interest was behind its floor, and not by its score alone. */
  readonly byFloor: boolean;
}

/**
 * Mixes lists of several interests into one, in which each has its floor at every length: where one has fewer of the first n places
 * than its share of n, rounded down, it has the next; else the best score of all has. No paper stands twice.
 * @param places how many at most; fewer where the lists end.
 */
export function sharePlaces(lists: readonly InterestList[], places: number): SharedPlace[] {
  const mixed: SharedPlace[] = [];
  const taken = new Set<number>();
  const at = lists.map(() => 0);
  const had = lists.map(() => 0);
  const next = (list: number) => {
    const { ranked } = lists[list] as InterestList;
    while (at[list] !== undefined && taken.has(ranked[at[list]]?.id ?? -1)) at[list]++;
    return ranked[at[list] ?? 0];
  };
  while (mixed.length < places) {
    const open = lists.flatMap(({ floor }, list) => {
      const paper = next(list);
      // A little above, so that a fifth of five places is one.
      const owed = Math.floor(floor * (mixed.length + 1) + 1e-9) - (had[list] ?? 0);
      return paper === undefined ? [] : [{ list, owed, ...paper }];
    });
    const behind = open.filter(({ owed }) => owed > 0);
    const [first, ...others] = behind.length > 0 ? behind : open;
    if (first === undefined) break;
    const best = others.reduce((a, b) => {
      if (behind.length > 0 && a.owed !== b.owed) return a.owed > b.owed ? a : b;
      return a.score >= b.score ? a : b;
    }, first);
    taken.add(best.id);
    had[best.list] = (had[best.list] ?? 0) + 1;
    mixed.push({ id: best.id, list: best.list, byFloor: behind.length > 0 });
  }
  return mixed;
}

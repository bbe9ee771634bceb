import { getPapers, type PaperSummary, type Store } from '@broadsheet/papers';

/** Papers that are kept at most: a few days' news. */
const most = 4_000;
/** For how long, in milliseconds: votes and links change. */
const lasts = 60_000;

/** Gives papers by their ids, in the order given; those that are gone are left out. */
export type PaperShelf = (ids: readonly number[]) => Promise<PaperSummary[]>;

/** Papers for many digests at once: what they share is read once a minute. */
export function paperShelf(store: Pick<Store, 'query'>, now: () => number = Date.now): PaperShelf {
  const kept = new Map<number, { paper: PaperSummary; until: number }>();
  return async (ids) => {
    const at = now();
    const found = new Map<number, PaperSummary>();
    for (const id of ids) {
      const known = kept.get(id);
      if (known !== undefined && known.until > at) found.set(id, known.paper);
    }
    const missing = ids.filter((id) => !found.has(id));
    for (const paper of await getPapers(store, missing)) {
      found.set(paper.id, paper);
      if (kept.size >= most) kept.clear();
      kept.set(paper.id, { paper, until: at + lasts });
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  };
}

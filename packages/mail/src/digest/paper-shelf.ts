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
    const missing = ids.filter((id) => (kept.get(id)?.until ?? 0) <= at);
    if (missing.length > 0) {
      if (kept.size + missing.length > most) kept.clear();
      for (const paper of await getPapers(store, missing)) kept.set(paper.id, { paper, until: at + lasts });
    }
    // What another call has cleared meanwhile is read again.
    if (ids.some((id) => !kept.has(id)) && missing.length < ids.length) return getPapers(store, ids);
    return ids.flatMap((id) => kept.get(id)?.paper ?? []);
  };
}

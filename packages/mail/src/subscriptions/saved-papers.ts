import { getPapers, type PaperSummary, type Store } from '@broadsheet/papers';

/** Most papers that a subscriber can save. */
const most = 2000;

/** Keeps a paper for later; the same twice changes nothing. @returns false where the list is full. */
export async function savePaper(
  store: Store,
  subscriberId: number,
  paperId: number,
  now: Date,
): Promise<boolean> {
  return store.transaction(async ({ query }) => {
    const [row] = await query<{ count: number }>(
      'select count(*)::int as count from saved_papers where subscriber_id = $1',
      [subscriberId],
    );
    if ((row?.count ?? 0) >= most) return false;
    await query(
      'insert into saved_papers (subscriber_id, paper_id, saved_at) values ($1, $2, $3) on conflict do nothing',
      [subscriberId, paperId, now],
    );
    return true;
  });
}

export async function unsavePaper(
  store: Pick<Store, 'query'>,
  subscriberId: number,
  paperId: number,
): Promise<void> {
  await store.query('delete from saved_papers where subscriber_id = $1 and paper_id = $2', [
    subscriberId,
    paperId,
  ]);
}

export async function isSaved(
  store: Pick<Store, 'query'>,
  subscriberId: number,
  paperId: number,
): Promise<boolean> {
  const found = await store.query('select from saved_papers where subscriber_id = $1 and paper_id = $2', [
    subscriberId,
    paperId,
  ]);
  return found.length > 0;
}

/** A subscriber's saved papers, the newest first. */
export async function listSavedPapers(
  store: Pick<Store, 'query'>,
  subscriberId: number,
): Promise<PaperSummary[]> {
  const rows = await store.query<{ id: number }>(
    'select paper_id as id from saved_papers where subscriber_id = $1 order by saved_at desc, paper_id',
    [subscriberId],
  );
  return getPapers(
    store,
    rows.map(({ id }) => id),
  );
}

import { updateStanding, type Store } from '@broadsheet/papers';
import { logDecision, type Judgement } from '../moderation/decision.ts';
import type { BurstFigures } from './find-bursts.ts';

/** `open` waits for an editor; `discounted` votes do not count in the trending score; `genuine` ones do. */
export type BurstState = 'open' | 'discounted' | 'genuine';

/** A burst, as the audit found it and as an editor left it. */
export interface ListedBurst {
  id: number;
  paperId: number;
  startsAt: Date;
  endsAt: Date;
  foundAt: Date;
  figures: BurstFigures;
  state: BurstState;
  decidedAt: Date | null;
  /** The editor's handle. */
  decidedBy: string | null;
  /** Handles of up to 12 who voted in it. */
  voters: string[];
}

/** Bursts in a state: those that wait by how unlikely they are, the others by when they were decided. */
export function listBursts(
  store: Pick<Store, 'query'>,
  state: BurstState,
  limit: number,
): Promise<ListedBurst[]> {
  return store.query<ListedBurst>(
    `select b.id, b.paper_id as "paperId", b.starts_at as "startsAt", b.ends_at as "endsAt", b.found_at as "foundAt",
            b.figures, b.state, b.decided_at as "decidedAt", d.handle as "decidedBy",
            coalesce((select array_agg(v.handle order by v.at) from (
              select m.handle, e.at from vote_events e join members m on m.id = e.voter
               where e.paper_id = b.paper_id and e.delta > 0 and date_trunc('milliseconds', e.at) between b.starts_at and b.ends_at
               order by e.at limit 12) v), '{}') as voters
       from vote_bursts b left join members d on d.id = b.decided_by
      where b.state = $1 order by b.decided_at desc nulls last, (b.figures ->> 'logChance')::float8, b.id limit $2`,
    [state, limit],
  );
}

/** What an editor says to a burst: that its votes do not count, that they do, or that it is to be looked at again. */
export type BurstDecision = 'discount burst' | 'accept burst' | 'reopen burst';

const states: Record<BurstDecision, BurstState> = {
  'discount burst': 'discounted',
  'accept burst': 'genuine',
  'reopen burst': 'open',
};

/**
 * Says what a burst is, with a line in the log. The votes stay in the log and in the count whatever is said; where they are
 * discounted, the trending score leaves them out and its terms say so.
 * @returns false where that is how it stands, or there is no such burst.
 */
export function decideOnBurst(
  store: Pick<Store, 'transaction'>,
  id: number,
  kind: BurstDecision,
  judgement: Judgement,
): Promise<boolean> {
  return store.transaction(async (inside) => {
    const [burst] = await inside.query<{
      paperId: number;
      state: BurstState;
      figures: BurstFigures;
      title: string;
    }>(
      `select b.paper_id as "paperId", b.state, b.figures, left(p.title, 300) as title
         from vote_bursts b join papers p on p.id = b.paper_id where b.id = $1 for update of b`,
      [id],
    );
    if (burst === undefined || burst.state === states[kind]) return false;
    const opened = states[kind] === 'open';
    await inside.query('update vote_bursts set state = $2, decided_at = $3, decided_by = $4 where id = $1', [
      id,
      states[kind],
      opened ? null : judgement.now,
      opened ? null : judgement.editorId,
    ]);
    await logDecision(inside, {
      ...judgement,
      kind,
      subject: { kind: 'burst', id: String(id) },
      detail: { title: burst.title, paper: `p${burst.paperId}`, votes: String(burst.figures.votes) },
    });
    await updateStanding(inside, burst.paperId, judgement.now);
    return true;
  });
}

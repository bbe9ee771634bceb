import { updateStanding, type Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { hashNetwork } from './network-hash.ts';

/** How a paper stands with somebody after they voted. */
export interface Vote {
  /** The paper's id: another than the one asked for where that has been merged. */
  paperId: number;
  /** Whether their vote stands. */
  voted: boolean;
  /** All votes of the paper: the newest count of other services, and those cast here. */
  votes: number;
}

/** When somebody votes, and from where. */
export interface Casting {
  now: Date;
  /** The address that they vote from, for the audit (see `hashNetwork`); null where it is not known, or not to be kept. */
  address?: string | null;
}

/**
 * Votes for a paper, or takes the vote back. The same wish twice is the same as once. Of many at once each is counted: a paper's
 * standing is held while its votes are changed, and its count and its trending score follow in the same transaction. The log only
 * grows: a vote that is taken back is a second event.
 * @returns null where there is no such paper, or editors have hidden it.
 */
export function setVote(
  store: Pick<Store, 'query' | 'transaction'>,
  voter: Pick<Member, 'id'>,
  paperId: number,
  wanted: boolean,
  casting: Casting,
): Promise<Vote | null> {
  return changeVote(store, voter, paperId, () => wanted, casting);
}

/** Votes where no vote stands, and takes it back where one does; otherwise as `setVote`. Two toggles at once undo each other. */
export function toggleVote(
  store: Pick<Store, 'query' | 'transaction'>,
  voter: Pick<Member, 'id'>,
  paperId: number,
  casting: Casting,
): Promise<Vote | null> {
  return changeVote(store, voter, paperId, (stands) => !stands, casting);
}

async function changeVote(
  store: Pick<Store, 'query' | 'transaction'>,
  { id: voter }: Pick<Member, 'id'>,
  asked: number,
  wish: (stands: boolean) => boolean,
  { now, address = null }: Casting,
): Promise<Vote | null> {
  const network = address === null ? null : await hashNetwork(store, address, now);
  return store.transaction(async (inside) => {
    const paperId = await holdPaper(inside, asked);
    if (paperId === null) return null;
    const [own] = await inside.query<{ sum: number }>(
      'select coalesce(sum(delta), 0)::int as sum from vote_events where paper_id = $1 and voter = $2',
      [paperId, voter],
    );
    const sum = own?.sum ?? 0;
    const voted = wish(sum > 0);
    if (voted !== sum > 0) {
      const [event] = await inside.query<{ id: number }>(
        'insert into vote_events (paper_id, voter, delta, at) values ($1, $2, $3, $4) returning id',
        [paperId, voter, (voted ? 1 : 0) - sum, now],
      );
      if (network !== null && voted && event !== undefined)
        await inside.query('insert into vote_traces (event_id, network, at) values ($1, $2, $3)', [
          event.id,
          network,
          now,
        ]);
      await updateStanding(inside, paperId, now);
    }
    const [standing] = await inside.query<{ votes: number }>(
      'select votes from standings where paper_id = $1',
      [paperId],
    );
    return { paperId, voted, votes: standing?.votes ?? 0 };
  });
}

/**
 * Holds a paper and its standing until the end of the transaction: the paper first, as everything does that writes under one, so
 * that nobody waits for anybody who waits for them.
 */
async function holdPaper({ query }: Pick<Store, 'query'>, asked: number): Promise<number | null> {
  for (let id = asked; ;) {
    const [paper] = await query<{ hidden: boolean }>(
      'select hidden from papers where id = $1 for key share',
      [id],
    );
    if (paper?.hidden === true) return null;
    if (paper !== undefined) {
      await query('select from standings where paper_id = $1 for update', [id]);
      return id;
    }
    const [merged] = await query<{ id: number }>(
      'select paper_id as id from merged_papers where old_id = $1',
      [id],
    );
    if (merged === undefined) return null;
    id = merged.id;
  }
}

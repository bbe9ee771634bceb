import { addDays, shown, type PaperCondition, type Store } from '@broadsheet/papers';

/** Papers that compete at most, the newest of all. */
const most = 20_000;

/** A paper that may be in a reader's feed, with what it can be chosen by. */
export interface FeedCandidate {
  readonly id: number;
  readonly votes: number;
  /** Announced, or published where it was never announced: `2026-03-13`. */
  readonly date: string;
  /** Primary category. */
  readonly field: string | null;
  readonly hasCode: boolean;
}

export interface CandidateRequest {
  readonly memberId: string;
  /** Of the feed (America/New_York). */
  readonly day: string;
  /** How many days back. */
  readonly days: number;
  /** What the reader's rules hide. */
  readonly hides: PaperCondition | null;
}

/**
 * Papers of the last days up to a day, or up to the newest day that has any, that are new to a reader: no other day's feed has shown them,
 * they are not in the reader's library, and no interest is learnt from them. The newest first.
 */
export async function feedCandidates(
  store: Pick<Store, 'query'>,
  { memberId, day, days, hides }: CandidateRequest,
): Promise<FeedCandidate[]> {
  const [newest] = await store.query<{ day: string | null }>(
    `select max(p.announced_on)::text as day from papers p where p.announced_on <= $1::date and ${shown}`,
    [day],
  );
  const to = newest?.day ?? day;
  const parameters: unknown[] = [addDays(to, 1 - days), to, memberId, day];
  const hidden = hides?.((value) => `$${parameters.push(value)}`) ?? 'false';
  return store.query<FeedCandidate>(
    `select p.id, s.votes, coalesce(p.announced_on, p.published_on)::text as date, p.primary_category as field,
            p.links @> '[{"kind":"code"}]'::jsonb as "hasCode"
       from papers p join standings s on s.paper_id = p.id
      where ${shown} and not p.withdrawn
        and (p.announced_on between $1::date and $2::date
             or (p.announced_on is null and p.published_on between $1::date and $2::date))
        and not exists (select from feed_places f where f.member_id = $3 and f.paper_id = p.id
                           and (f.day <> $4::date or f.answer is not null))
        and not exists (select from library_entries l where l.member_id = $3 and l.paper_id = p.id)
        and not exists (select from interest_examples e join interests i on i.id = e.interest_id
                         where i.member_id = $3 and e.paper_id = p.id)
        and not (${hidden})
      order by date desc, s.trending desc, p.id desc limit ${most}`,
    parameters,
  );
}

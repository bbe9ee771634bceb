import { announcedAt, type Store } from '@broadsheet/papers';
import { forgetTraces } from '../votes/network-hash.ts';
import { findBursts, isNewcomer, type AuditedVote, type Burst } from './find-bursts.ts';

/** Days back that the audit looks. */
export const daysAudited = 60;

const day = 86_400_000;

interface VoteRow {
  paperId: number;
  at: Date;
  /** Days that the account was old; null where it is gone. */
  age: number | null;
  /** Votes of the same account for other papers before. */
  before: number;
  network: string | null;
  state: 'discounted' | 'genuine' | null;
  announcedOn: string | null;
}

export interface AuditReport {
  /** Votes of the last 60 days that were looked at, and the papers that they are for. */
  votes: number;
  papers: number;
  /** Bursts that wait for an editor now. */
  open: number;
  /** Of these, how many were not known before. */
  found: number;
}

/**
 * Looks through the votes of the last 60 days for bursts (`findBursts`) and keeps what it finds for editors; those of which they have
 * spoken are left alone. Traces of networks that are too old are thrown away. A second run changes nothing; run it every hour.
 */
export async function auditVotes(
  store: Pick<Store, 'query' | 'transaction'>,
  now: Date,
): Promise<AuditReport> {
  await forgetTraces(store, now);
  const from = new Date(now.getTime() - daysAudited * day);
  const rows = await readVotes(store, from, now);
  const births = new Map<number, number>();
  const votes: (AuditedVote & { decided: boolean })[] = [];
  for (const { paperId, at, age, before, network, state, announcedOn } of rows) {
    const came = announcedOn === null ? Infinity : announcedAt(announcedOn).getTime();
    births.set(paperId, Math.min(births.get(paperId) ?? came, at.getTime()));
    // What does not count says nothing of what is usual.
    if (state === 'discounted') continue;
    const newcomer = isNewcomer(age, before);
    votes.push({ paperId, at: at.getTime(), newcomer, network, decided: state !== null });
  }
  const decided = new Set(votes.filter((vote) => vote.decided));
  const bursts = await findBursts(votes, births, {
    from: from.getTime(),
    until: now.getTime(),
    quiet: (vote) => (decided as Set<AuditedVote>).has(vote),
  });
  return { votes: rows.length, papers: births.size, ...(await keepBursts(store, bursts, now)) };
}

/** Votes that stand, with what the audit asks of them. */
function readVotes(store: Pick<Store, 'query'>, from: Date, now: Date): Promise<VoteRow[]> {
  return store.query<VoteRow>(
    `with standing as (
       select paper_id, voter, max(at) filter (where delta > 0) as at, max(id) filter (where delta > 0) as id
         from vote_events group by 1, 2 having sum(delta) > 0),
     counted as (
       select s.*, (row_number() over (partition by voter order by at, id) - 1)::int as before from standing s)
     select c.paper_id as "paperId", c.at, extract(epoch from c.at - m.created_at)::float8 / 86400 as age,
            case when c.voter like 'gone:%' then 3 else c.before end as before, t.network,
            (select b.state from vote_bursts b
              where b.paper_id = c.paper_id and b.state in ('discounted', 'genuine')
                and date_trunc('milliseconds', c.at) between b.starts_at and b.ends_at
              order by b.state limit 1) as state,
            p.announced_on as "announcedOn"
       from counted c join papers p on p.id = c.paper_id left join members m on m.id = c.voter
       left join vote_traces t on t.event_id = c.id
      where c.at > $1 and c.at <= $2 order by c.at, c.id`,
    [from, now],
  );
}

/** What is found again keeps its number; what is not found any more goes; what editors have spoken of stays. */
async function keepBursts(
  store: Pick<Store, 'transaction'>,
  bursts: readonly Burst[],
  now: Date,
): Promise<Pick<AuditReport, 'open' | 'found'>> {
  return store.transaction(async ({ query }) => {
    const known = await query<{ id: number; paperId: number; startsAt: Date; endsAt: Date }>(
      `select id, paper_id as "paperId", starts_at as "startsAt", ends_at as "endsAt" from vote_bursts
        where state = 'open' order by id for update`,
    );
    const unclaimed = new Map(known.map((row) => [row.id, row]));
    let found = 0;
    for (const { paperId, startsAt, endsAt, figures } of bursts) {
      const same = [...unclaimed.values()].find(
        (row) =>
          row.paperId === paperId && row.startsAt.getTime() <= endsAt && row.endsAt.getTime() >= startsAt,
      );
      const values = [new Date(startsAt), new Date(endsAt), JSON.stringify(figures)];
      if (same === undefined) {
        found++;
        await query(
          `insert into vote_bursts (starts_at, ends_at, figures, paper_id, found_at) values ($1, $2, $3::jsonb, $4, $5)`,
          [...values, paperId, now],
        );
      } else {
        unclaimed.delete(same.id);
        await query(
          'update vote_bursts set starts_at = $1, ends_at = $2, figures = $3::jsonb where id = $4',
          [...values, same.id],
        );
      }
    }
    await query('delete from vote_bursts where id = any($1::bigint[])', [[...unclaimed.keys()]]);
    return { open: bursts.length, found };
  });
}

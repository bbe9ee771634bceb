import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { claimColumns, type Claim } from './claim.ts';

/** A claim as an editor sees it. */
export interface ClaimToAnswer extends Claim {
  evidence: string;
  member: { handle: string; name: string; orcid: string | null; since: Date };
  /** Of the claimed name, as the paper's record has it. */
  orcidOnRecord: string | null;
  /** Who holds the same name on the same paper already. */
  heldBy: string | null;
}

/** An author who has claimed a paper, as everybody sees it. */
export interface ClaimedAuthor {
  authorName: string;
  handle: string;
  name: string;
}

const paperKey = `coalesce((select min(i.value) from identities i
  where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed), 'p' || p.id)`;

/** Claims that wait for an editor, the longest waiting first. */
export function waitingClaims(
  store: Pick<Store, 'query'>,
  limit: number,
): Promise<(ClaimToAnswer & { paper: { key: string; title: string } })[]> {
  return store.query(
    `select ${claimColumns}, k.evidence, jsonb_build_object('key', ${paperKey}, 'title', p.title) as paper,
            jsonb_build_object('handle', m.handle, 'name', m.name, 'orcid', m.orcid, 'since', m.created_at) as member,
            (select a ->> 'orcid' from jsonb_array_elements(p.authors) a
              where a ->> 'name' = k.author_name and a ->> 'orcid' is not null limit 1) as "orcidOnRecord",
            (select h.handle from claims o join members h on h.id = o.member_id
              where o.paper_id = k.paper_id and o.author_name = k.author_name and o.state = 'accepted' and o.id <> k.id
              limit 1) as "heldBy"
       from claims k join members m on m.id = k.member_id join papers p on p.id = k.paper_id
      where k.state = 'waiting' order by k.created_at, k.id limit $1`,
    [limit],
  );
}

/** A member's claims, the newest first, with what they are about. */
export function claimsOf(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<(Claim & { paper: { key: string; title: string } })[]> {
  return store.query(
    `select ${claimColumns}, jsonb_build_object('key', ${paperKey}, 'title', p.title) as paper
       from claims k join papers p on p.id = k.paper_id where k.member_id = $1 and not p.hidden order by k.created_at desc, k.id desc limit 500`,
    [memberId],
  );
}

/** A member's claim to a paper, or null. */
export async function claimTo(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
): Promise<Claim | null> {
  const [claim] = await store.query<Claim>(
    `select ${claimColumns} from claims k where member_id = $1 and paper_id = $2`,
    [memberId, paperId],
  );
  return claim ?? null;
}

/** The authors of a paper who have an account here, and whose claims were accepted. */
export function claimedAuthors(store: Pick<Store, 'query'>, paperId: number): Promise<ClaimedAuthor[]> {
  return store.query(
    `select k.author_name as "authorName", m.handle, m.name from claims k join members m on m.id = k.member_id
      where k.paper_id = $1 and k.state = 'accepted' order by k.decided_at, k.id`,
    [paperId],
  );
}

/** Papers on which a member's ORCID stands and that they have not claimed, the newest first. */
export async function papersWithOrcid(
  store: Pick<Store, 'query'>,
  member: Pick<Member, 'id' | 'orcid'>,
  limit: number,
): Promise<{ paperId: number; key: string; title: string }[]> {
  if (member.orcid === null) return [];
  return store.query(
    `select p.id as "paperId", ${paperKey} as key, p.title from authorships a join papers p on p.id = a.paper_id
      where a.orcid = $1 and not p.hidden
        and not exists (select from claims k where k.paper_id = p.id and k.member_id = $2 and k.state <> 'refused')
      order by p.announced_on desc nulls last, p.id desc limit $3`,
    [member.orcid, member.id, limit],
  );
}

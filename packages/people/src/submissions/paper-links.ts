import type { Store } from '@broadsheet/papers';
import { z } from 'zod';
import { may, type Member } from '../members/index.ts';

export const linkKinds = ['code', 'project', 'media', 'dataset', 'model', 'demo'] as const;
export type PaperLinkKind = (typeof linkKinds)[number];

/** Links that a member may add to one paper, and in a day. */
const most = { toPaper: 10, aDay: 50 };

/** An address that a page may link to: https, a name with a dot in it, no password, at most 500 characters. */
export const LinkAddress = z
  .string()
  .trim()
  .max(500, 'Give an address of at most 500 characters.')
  .refine((text) => URL.canParse(text) && isShowable(new URL(text)), {
    error: 'Give an address that begins with https://, such as https://github.com/owner/name.',
    abort: true,
  })
  .transform((text) => new URL(text).href);

function isShowable({ protocol, hostname, username, password }: URL): boolean {
  const isName = /^[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9]$/i.test(hostname);
  return protocol === 'https:' && isName && username === '' && password === '';
}

/** Where more of a paper is, by a member's word. */
export interface PaperLink {
  id: number;
  kind: PaperLinkKind;
  url: string;
  /** Null where the account is gone. */
  addedBy: { handle: string; name: string } | null;
  createdAt: Date;
}

export type AddLinkAnswer = { id: number } | { refused: 'no-paper' | 'known' | 'removed' | 'too-many' };

/**
 * Adds a link to a paper. One that is there already, by whoever's word, stays as it is; one that an editor removed does not come back.
 */
export async function addLink(
  store: Pick<Store, 'transaction'>,
  member: Pick<Member, 'id'>,
  { paperId, kind, url, now }: { paperId: number; kind: PaperLinkKind; url: string; now: Date },
): Promise<AddLinkAnswer> {
  return store.transaction(async ({ query }) => {
    await query('select from members where id = $1 for no key update', [member.id]);
    const [paper] = await query<{ known: boolean }>(
      `select exists (select from jsonb_array_elements(links) l where l ->> 'url' = $2) as known
         from papers where id = $1 and not hidden for key share`,
      [paperId, url],
    );
    if (paper === undefined) return { refused: 'no-paper' };
    if (paper.known) return { refused: 'known' };
    const [held] = await query<{
      id: number;
      memberId: string | null;
      removedAt: Date | null;
      removedBy: string | null;
    }>(
      `select id, member_id as "memberId", removed_at as "removedAt", removed_by as "removedBy"
         from paper_links where paper_id = $1 and url = $2 for update`,
      [paperId, url],
    );
    if (held !== undefined && held.removedAt === null) return { refused: 'known' };
    if (held !== undefined && held.removedBy !== held.memberId) return { refused: 'removed' };
    const [counts] = await query<{ toPaper: number; aDay: number }>(
      `select count(*) filter (where paper_id = $2 and removed_at is null)::int as "toPaper",
              count(*) filter (where created_at > $3)::int as "aDay" from paper_links where member_id = $1`,
      [member.id, paperId, new Date(now.getTime() - 86_400_000)],
    );
    if ((counts?.toPaper ?? 0) >= most.toPaper || (counts?.aDay ?? 0) >= most.aDay)
      return { refused: 'too-many' };
    const [added] = await query<{ id: number }>(
      `insert into paper_links (paper_id, member_id, kind, url, created_at) values ($1, $2, $3, $4, $5)
       on conflict (paper_id, url) do update set member_id = excluded.member_id, kind = excluded.kind,
         created_at = excluded.created_at, removed_at = null, removed_by = null
       returning id`,
      [paperId, member.id, kind, url, now],
    );
    return added === undefined ? { refused: 'known' } : { id: added.id };
  });
}

/** Takes a link away: one's own, or, by an editor, anybody's. @returns Its paper; null where it is not theirs or not there. */
export async function removeLink(
  store: Pick<Store, 'query'>,
  member: Pick<Member, 'id' | 'role'>,
  id: number,
  now: Date,
): Promise<{ paperId: number } | null> {
  const [row] = await store.query<{ paperId: number }>(
    `update paper_links set removed_at = $3, removed_by = $2
      where id = $1 and removed_at is null and ($4 or member_id = $2) returning paper_id as "paperId"`,
    [id, member.id, now, may(member, 'moderate')],
  );
  return row ?? null;
}

/** The links that members added to a paper, the oldest first. */
export function linksOf(store: Pick<Store, 'query'>, paperId: number): Promise<PaperLink[]> {
  return store.query(
    `select l.id, l.kind, l.url, l.created_at as "createdAt",
            case when m.id is not null then jsonb_build_object('handle', m.handle, 'name', m.name) end as "addedBy"
       from paper_links l left join members m on m.id = l.member_id
      where l.paper_id = $1 and l.removed_at is null order by l.id`,
    [paperId],
  );
}

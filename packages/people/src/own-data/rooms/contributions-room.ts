import type { ArchiveRoom } from '../archive-room.ts';

/** What a member has brought: submissions, links and claims, and the signs that they gave to comments. */
export const contributionsRoom: ArchiveRoom = {
  name: 'contributions',
  about:
    'The papers that you have submitted and claimed, the links that you have added, the talks that you follow, and the signs that you gave to comments. It is not taken in elsewhere: others have answered to it here.',
  async exportOf(store, { id }, papers) {
    const submissions = await store.query<{ given: string; at: Date; papers: number[] }>(
      `select s.given, s.created_at as at,
              coalesce((select jsonb_agg(p.paper_id order by p.paper_id) from submitted_papers p where p.submission_id = s.id), '[]') as papers
         from submissions s where s.member_id = $1 and s.taken_at is not null order by s.id`,
      [id],
    );
    const links = await store.query<{ paperId: number; kind: string; url: string; at: Date }>(
      `select paper_id as "paperId", kind, url, created_at as at from paper_links
        where member_id = $1 and removed_at is null order by id`,
      [id],
    );
    const claims = await store.query<{
      paperId: number;
      authorName: string;
      evidence: string;
      state: string;
      answer: string;
      at: Date;
    }>(
      `select paper_id as "paperId", author_name as "authorName", evidence, state, answer, created_at as at
         from claims where member_id = $1 order by id`,
      [id],
    );
    const follows = await store.query<{ paperId: number; state: string }>(
      `select paper_id as "paperId", state from talk_follows where member_id = $1 and state is not null order by id`,
      [id],
    );
    const signs = await store.query<{ paperId: number; comment: number; sign: string; at: Date }>(
      `select c.paper_id as "paperId", c.id as comment, r.reaction as sign, r.at
         from comment_reactions r join comments c on c.id = r.comment_id where r.member_id = $1 order by c.id, r.reaction`,
      [id],
    );
    const all = [links, claims, follows, signs].flat();
    const names = await papers([
      ...new Set([...all.map(({ paperId }) => paperId), ...submissions.flatMap((one) => one.papers)]),
    ]);
    const named = <Row extends { paperId: number }>({ paperId, ...row }: Row) => ({
      paper: names.get(paperId) ?? null,
      ...row,
    });
    return {
      submissions: submissions.map((one) => ({
        given: one.given,
        at: one.at.toISOString(),
        papers: one.papers.flatMap((paperId) => names.get(paperId) ?? []),
      })),
      links: links.map((one) => ({ ...named(one), at: one.at.toISOString() })),
      claims: claims.map((one) => ({ ...named(one), at: one.at.toISOString() })),
      follows: follows.map(named),
      signs: signs.map((one) => ({ ...named(one), at: one.at.toISOString() })),
    };
  },
};

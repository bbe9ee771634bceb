import type { ArchiveRoom } from '../archive-room.ts';

interface Row {
  paperId: number;
  text: string;
  at: Date;
  editedAt: Date | null;
  answers: string | null;
}

/** What you have said of papers. */
export const commentsRoom: ArchiveRoom = {
  name: 'comments',
  about:
    'What you have written about papers, as Markdown, with the beginning of what it answers. It is not taken in elsewhere: talk belongs to those who took part in it.',
  async exportOf(store, { id }, papers) {
    const rows = await store.query<Row>(
      `select c.paper_id as "paperId", c.text, c.created_at as at, c.edited_at as "editedAt", left(a.text, 200) as answers
         from comments c left join comments a on a.id = c.parent_id and a.removed_at is null
        where c.member_id = $1 and c.removed_at is null order by c.id`,
      [id],
    );
    const names = await papers(rows.map(({ paperId }) => paperId));
    return {
      comments: rows.map(({ paperId, text, at, editedAt, answers }) => ({
        paper: names.get(paperId) ?? null,
        at: at.toISOString(),
        editedAt: editedAt?.toISOString() ?? null,
        answers,
        text,
      })),
    };
  },
};

import { savedAmong, votedAmong, type Member } from '@broadsheet/people';
import type { PaperCard } from '../card.ts';
import type { OwnMarks } from '../own-marks.ts';
import { library } from './library.ts';

/** What a member has done with papers, for each of them; nothing for who is not signed in. */
export async function ownMarks(
  member: Pick<Member, 'id'> | null,
  paperIds: readonly number[],
): Promise<Map<number, OwnMarks>> {
  if (member === null || paperIds.length === 0) return new Map();
  const [voted, saved] = await Promise.all([
    votedAmong(library(), member.id, paperIds),
    savedAmong(library(), member.id, paperIds),
  ]);
  return new Map(paperIds.map((id) => [id, { voted: voted.has(id), saved: saved.has(id) }]));
}

/** Cards with the reader's own marks on them. */
export async function withOwnMarks(
  member: Pick<Member, 'id'> | null,
  cards: readonly PaperCard[],
): Promise<PaperCard[]> {
  const marks = await ownMarks(
    member,
    cards.map(({ id }) => id),
  );
  return cards.map((card) => {
    const own = marks.get(card.id);
    return own === undefined ? card : { ...card, own };
  });
}

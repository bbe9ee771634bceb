import { standingVotesOf } from '../../votes/standing-votes-of.ts';
import { setVote } from '../../votes/index.ts';
import { may } from '../../members/index.ts';
import { z } from 'zod';
import type { ArchiveRoom } from '../archive-room.ts';

const Votes = z.object({
  votes: z.array(z.object({ paper: z.string().max(600), at: z.iso.datetime() })).max(200_000),
});

/** Papers that you have voted for. */
export const votesRoom: ArchiveRoom = {
  name: 'votes',
  about:
    'Papers that you have voted for, and when. Elsewhere they count from the day on which they are taken in.',
  async exportOf(store, { id }, papers) {
    const votes = await standingVotesOf(store, id);
    const names = await papers(votes.map(({ paperId }) => paperId));
    return {
      votes: votes.flatMap(({ paperId, at }) => {
        const paper = names.get(paperId);
        return paper === undefined ? [] : [{ paper, at: at.toISOString() }];
      }),
    };
  },
  async importInto(store, member, content, { find, now }) {
    if (!may(member, 'vote'))
      return { taken: 0, refused: [{ what: 'votes', reason: 'Voting takes the role of member.' }] };
    const read = Votes.safeParse(content);
    if (!read.success)
      return { taken: 0, refused: [{ what: 'votes', reason: 'The file has another shape.' }] };
    const names = read.data.votes.map(({ paper }) => paper);
    const papers = await find(names);
    let taken = 0;
    const refused: { what: string; reason: string }[] = [];
    for (const name of names) {
      const id = papers.get(name);
      const vote = id === undefined ? null : await setVote(store, member, id, true, { now });
      if (vote === null) refused.push({ what: name, reason: 'The paper is not here.' });
      else taken++;
    }
    return { taken, refused };
  },
};

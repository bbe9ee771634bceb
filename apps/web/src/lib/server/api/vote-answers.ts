import { listVoters, setVote, votedAmong } from '@broadsheet/people';
import { askedBy, type Answerer, type Asking } from './operation.ts';
import { paperNamed } from './paper-named.ts';
import type { castVote, ownVote, takeBackVote, votes } from './vote-operations.ts';

export const answerVotes: Answerer<typeof votes> = async ({ params, query }, { store }) => {
  const paper = await paperNamed(store, params.key);
  const { voters, total, departed, discounted } = await listVoters(store, paper.id, query);
  const newest = new Map(paper.popularity.map((row) => [row.source, row]));
  return {
    body: {
      votes: paper.votes,
      cast: total,
      departed,
      discounted,
      voters: voters.map(({ handle, name, at }) => ({ handle, name, at: at.toISOString() })),
      counts: [...newest.values()].flatMap(({ source, day, upvotes }) =>
        source === 'github' ? [] : [{ source, day, upvotes }],
      ),
    },
  };
};

export const answerOwnVote: Answerer<typeof ownVote> = async ({ params }, asking) => {
  const paper = await paperNamed(asking.store, params.key);
  const voted = await votedAmong(asking.store, askedBy(asking).id, [paper.id]);
  return { body: { voted: voted.has(paper.id), votes: paper.votes } };
};

export const answerCastVote: Answerer<typeof castVote> = ({ params }, asking) =>
  change(params.key, true, asking);

export const answerTakeBackVote: Answerer<typeof takeBackVote> = ({ params }, asking) =>
  change(params.key, false, asking);

async function change(key: string, wanted: boolean, asking: Asking) {
  const { store, now } = asking;
  const { id } = await paperNamed(store, key);
  const vote = await setVote(store, askedBy(asking), id, wanted, { now });
  // Hidden or gone since it was found: the answer is the one for such a paper.
  if (vote === null) return { body: { voted: false, votes: (await paperNamed(store, key)).votes } };
  return { body: { voted: vote.voted, votes: vote.votes } };
}

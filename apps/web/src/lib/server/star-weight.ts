import { trendingScore } from '@broadsheet/papers';

/** What new stars of a paper's code are worth, read off the trending formula itself, so that the page tells no other. */
export function starWeight(): { starsPerVote: number; mostWithoutVotes: number } {
  return {
    starsPerVote: Math.round(1 / attentionOf(1)),
    mostWithoutVotes: Math.round(attentionOf(1e9)),
  };
}

/** In votes, of a paper that has none, in a field without activity (which divides by 1). */
function attentionOf(stars: number): number {
  const day = '2026-03-10';
  const { attention } = trendingScore({
    votes: 0,
    comments: 0,
    announcedOn: day,
    publishedOn: day,
    withdrawn: false,
    field: null,
    fieldVotes: 0,
    hasCode: true,
    stars,
    gains: [{ day, votes: 0, stars }],
    now: new Date('2026-03-12T00:00:00Z'),
  });
  return 10 ** attention - 1;
}

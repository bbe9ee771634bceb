import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainTrending, trendingScore, type TrendingInput } from './index.ts';

const paper: TrendingInput = {
  votes: 6,
  comments: 1,
  announcedOn: '2026-03-10',
  publishedOn: '2026-03-10',
  withdrawn: false,
  field: 'cs.LG',
  fieldVotes: 990,
  hasCode: false,
  stars: 0,
  now: new Date('2026-03-12T00:00:00Z'),
};

describe('trendingScore', () => {
  it('is the published formula', () => {
    const terms = trendingScore(paper);
    expect(terms.fieldFactor).toBeCloseTo(3, 12);
    expect(terms.attention).toBeCloseTo(Math.log10(1 + 6.5 / 3), 12);
    expect(terms.time).toBeCloseTo(
      (Date.parse('2026-03-11T00:00:00Z') - Date.UTC(1950, 0, 1)) / 3_600_000 / 72,
      12,
    );
    expect(explainTrending(terms).join(' ')).toContain('6 votes and 1 counted comment');
  });

  it('lets ten times the attention weigh as much as three days', () => {
    const few = trendingScore({ ...paper, comments: 0, votes: 27, announcedOn: '2026-03-11' });
    const many = trendingScore({ ...paper, comments: 0, votes: 297, announcedOn: '2026-03-08' });
    expect(many.score - few.score).toBeCloseTo(0, 9);
  });

  it('gives nothing for the future, nor for a withdrawn paper', () => {
    expect(trendingScore({ ...paper, announcedOn: '2026-03-20' }).score).toBe(0);
    expect(trendingScore({ ...paper, withdrawn: true }).score).toBe(0);
  });

  it('grows with votes, caps comments, and never lets a tie break outweigh a vote', () => {
    const votes = fc.integer({ min: 0, max: 2000 });
    fc.assert(
      fc.property(
        votes,
        fc.nat(10_000),
        fc.nat(100_000),
        fc.nat(500_000),
        (count, comments, fieldVotes, stars) => {
          const base = { ...paper, votes: count, comments: 0, fieldVotes };
          const more = trendingScore({ ...base, votes: count + 1 }).score;
          expect(more).toBeGreaterThan(trendingScore({ ...base, hasCode: true, stars }).score);
          expect(trendingScore({ ...base, comments }).attention).toBeLessThanOrEqual(
            trendingScore({ ...base, votes: count * 1.5 }).attention + 1e-12,
          );
        },
      ),
    );
  });

  it('lets a small field rise beside a busy one', () => {
    const quiet = trendingScore({ ...paper, field: 'hep-th', fieldVotes: 20 });
    expect(quiet.score).toBeGreaterThan(trendingScore(paper).score);
  });
});

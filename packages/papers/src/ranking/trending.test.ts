import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/index.ts';
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

  it('counts what came later from when it came', () => {
    const ended = { ...paper, comments: 0, votes: 40, now: new Date('2026-03-20T00:00:00Z') };
    const still = { ...ended, gains: [{ day: '2026-03-16', votes: 20, stars: 0 }] };
    const terms = trendingScore(still);
    // Twenty votes of the day itself, twenty worth a hundred times as much six days later.
    expect(terms.attention + terms.momentum).toBeCloseTo(Math.log10(1 + 20 / 3 + (20 / 3) * 100), 9);
    expect(trendingScore(ended)).toMatchObject({ momentum: 0, laterVotes: 0 });
    expect(explainTrending(terms).join(' ')).toContain('20 votes came after the first count');
  });

  it('counts new stars, but no more of them than votes and five', () => {
    const starred = (stars: number, votes = 0) =>
      trendingScore({ ...paper, votes, comments: 0, gains: [{ day: '2026-03-10', votes: 0, stars }] })
        .attention;
    expect(starred(60)).toBeCloseTo(Math.log10(1 + 3 / 3), 12);
    expect(starred(100_000)).toBeCloseTo(Math.log10(1 + 5 / 3), 12);
    expect(starred(100_000, 15)).toBeCloseTo(Math.log10(1 + 35 / 3), 12);
  });

  it('never loses by more attention, at whatever time it came', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2017-03-10', days));
    const gain = fc.record({ day, votes: fc.nat(500), stars: fc.constant(0) });
    fc.assert(
      fc.property(fc.array(gain, { maxLength: 6 }), gain, fc.nat(300), (gains, one, early) => {
        const score = (all: typeof gains) =>
          trendingScore({
            ...paper,
            comments: 0,
            announcedOn: '2017-03-09',
            gains: all,
            votes: early + all.reduce((sum, { votes }) => sum + votes, 0),
          }).score;
        expect(Number.isFinite(score(gains))).toBe(true);
        expect(score([...gains, one])).toBeGreaterThanOrEqual(score(gains) - 1e-9);
      }),
    );
  });

  it('lets a small field rise beside a busy one', () => {
    const quiet = trendingScore({ ...paper, field: 'hep-th', fieldVotes: 20 });
    expect(quiet.score).toBeGreaterThan(trendingScore(paper).score);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logBinomialTail } from './binomial-tail.ts';
import { combineChances } from './combine-chances.ts';
import { findBursts, isSuspicious, type AuditedVote } from './find-bursts.ts';

const day = 86_400_000;
const from = Date.UTC(2026, 2, 1);
const until = from + 28 * day;

/** A small generator with a seed (Mulberry32), so that the site is the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Forty papers over four weeks that are voted for as one would expect: soon after they came, more by day than by night. */
function honestSite(seed: number) {
  const next = random(seed);
  const births = new Map<number, number>();
  const votes: AuditedVote[] = [];
  for (let paperId = 1; paperId <= 40; paperId++) {
    const birth = from + next() * 21 * day;
    births.set(paperId, birth);
    const count = 3 + Math.floor(60 * next() ** 3);
    while (votes.filter((vote) => vote.paperId === paperId).length < count) {
      const at = birth - Math.log(1 - next()) * 2 * day;
      const light = 0.6 + 0.4 * Math.sin((2 * Math.PI * (at % day)) / day);
      if (at >= until || next() > light) continue;
      votes.push({ paperId, at, newcomer: next() < 0.2, network: `n${Math.floor(next() * 300)}` });
    }
  }
  return { births, votes };
}

describe('findBursts', () => {
  it('finds nothing on sites where all is well', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { births, votes } = honestSite(seed);
      expect(await findBursts(votes, births, { from, until }), `seed ${seed}`).toEqual([]);
    }
  });

  it('finds votes that come within an hour, with their first and their last', async () => {
    const { births, votes } = honestSite(1);
    const start = (births.get(7) ?? 0) + 4 * day;
    const burst = Array.from({ length: 15 }, (_, n) => ({
      paperId: 7,
      at: start + n * 4 * 60_000,
      newcomer: true,
      network: n % 2 === 0 ? 'vpn' : `h${n}`,
    }));
    const found = await findBursts([...votes, ...burst], births, { from, until });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ paperId: 7, startsAt: start, endsAt: start + 14 * 4 * 60_000 });
    expect(found[0]?.figures).toMatchObject({ votes: 15, newcomers: 15, sameNetwork: 8 });
    expect(found[0]?.figures.expected).toBeLessThan(5);
    expect(found.map(({ figures }) => isSuspicious(figures))).toEqual([true]);
    // What an editor has spoken of is left alone.
    const quiet = (vote: AuditedVote) => vote.paperId === 7 && vote.at >= start;
    expect(await findBursts([...votes, ...burst], births, { from, until, quiet })).toEqual([]);
  });

  it('shows a burst of ordinary voters, and does not call it suspicious', async () => {
    const { births, votes } = honestSite(2);
    const start = (births.get(9) ?? 0) + 3 * day;
    const crowd = Array.from({ length: 40 }, (_, n) => ({
      paperId: 9,
      at: start + n * 90_000,
      newcomer: n % 5 === 0,
      network: `c${n}`,
    }));
    const found = await findBursts([...votes, ...crowd], births, { from, until });
    expect(found.map(({ paperId, figures }) => [paperId, isSuspicious(figures)])).toEqual([[9, false]]);
  });

  it('finds newcomers that trickle in over days on a new paper', async () => {
    const { births, votes } = honestSite(3);
    const birth = births.get(12) ?? 0;
    const slow = Array.from({ length: 25 }, (_, n) => ({
      paperId: 12,
      at: birth + n * 2 * 3_600_000,
      newcomer: true,
      network: `s${n}`,
    }));
    const found = await findBursts([...votes, ...slow], births, { from, until });
    expect(found.map(({ paperId, figures }) => [paperId, isSuspicious(figures)])).toEqual([[12, true]]);
  });

  it('is content with a site that has hardly any votes, or none', async () => {
    expect(await findBursts([], new Map(), { from, until })).toEqual([]);
    const few = Array.from({ length: 6 }, (_, n) => ({
      paperId: 1,
      at: from + n * day,
      newcomer: true,
      network: null,
    }));
    expect(await findBursts(few, new Map([[1, from]]), { from, until })).toEqual([]);
  });
});

describe('the tail of the binomial', () => {
  it('is the sum of its terms', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(40),
        (n, p, k) => {
          let sum = 0;
          for (let i = k; i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i);
          expect(Math.exp(logBinomialTail(n, p, k))).toBeCloseTo(sum, 9);
        },
      ),
    );
    expect(logBinomialTail(1000, 0.001, 100)).toBeLessThan(-300);
  });

  it('of one test alone stays what it is by Fisher’s method', () => {
    expect(combineChances([Math.log(0.03)])).toBeCloseTo(Math.log(0.03), 12);
    expect(Math.exp(combineChances([Math.log(0.05), Math.log(0.05)]))).toBeCloseTo(
      0.0025 * (1 - 2 * Math.log(0.05)),
      12,
    );
  });
});

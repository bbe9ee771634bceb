import { setImmediate as takeTurns } from 'node:timers/promises';
import { combineChances } from './combine-chances.ts';
import { logBinomialTail, logBinomialTerm, logChoose } from './binomial-tail.ts';
import { VotingRate } from './voting-rate.ts';

/** A vote as the audit sees it. */
export interface AuditedVote {
  paperId: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The account was younger than a week, or had voted for fewer than three other papers. */
  newcomer: boolean;
  /** The day's hash of the network that it came from; null where it is not known any more. */
  network: string | null;
}

/**
 * Whether a voter is new here, for the audit: an account of less than a week, or with fewer than three votes for other papers before.
 * @param days that the account is old; null where it is gone
 */
export function isNewcomer(days: number | null, votesBefore: number): boolean {
  return (days !== null && days < 7) || votesBefore < 3;
}

/** A burst and what speaks for it. Chances are natural logarithms: -20 is about 2 in 10⁹. */
export interface BurstFigures {
  /** Votes from its first to its last. */
  votes: number;
  /** Minutes between these. */
  minutes: number;
  /** How many the paper's other votes and the site's pace make likely in that time. */
  expected: number;
  newcomers: number;
  /** The share of newcomers among the votes for other papers on the same days. */
  newcomerShare: number;
  /** The most votes from one network on one day; 0 where no traces are left. */
  sameNetwork: number;
  /** How likely votes are to come this close together. */
  logTime: number;
  /** How likely so many of them are newcomers. */
  logNewcomers: number;
  /** At most how likely so many come from one network. */
  logNetwork: number;
  /** All three together, and for all the windows and papers that were looked at. */
  logChance: number;
}

export interface Burst {
  paperId: number;
  startsAt: number;
  endsAt: number;
  figures: BurstFigures;
}

/** Votes that a burst has at least. */
const fewest = 5;
/** A burst lasts this long at most, in milliseconds. */
const longest = 7 * 86_400_000;
/** Of a paper with more votes the newest are looked at. */
const mostVotes = 1500;
/**
 * How many times the expected votes, or newcomers, are unusual. Less than half as many again says more of the expectation than of the
 * votes, however many they are.
 */
const unusual = 1.5;
/** Bursts of one paper that are told apart. */
const mostBursts = 5;

/** A burst is shown from this chance on that there is even one such thing on a site where all is well. */
export const alarm = Math.log(0.01);

/** Whether the accounts speak against it too, and not the pace alone: an honest burst of interest has ordinary voters. */
export function isSuspicious({ logNewcomers, logNetwork }: BurstFigures): boolean {
  return combineChances([logNewcomers, logNetwork]) < Math.log(1e-4);
}

/**
 * Finds votes that came closer together than chance makes likely. For every stretch of a paper's votes, three tests:
 *
 * - **Time.** With the paper's votes in number as they are, and each falling by the site's pace (`VotingRate`), the share of the
 *   expected votes between the first and the last of k neighbours among n is a spacing of uniform order statistics: it is as small as
 *   d with the chance that a binomial of n trials of chance d has k - 1 or more.
 * - **Newcomers.** With the share of newcomers among the votes for other papers on the same days, the upper tail of the binomial; days
 *   with different shares make a binomial of their mean less likely to be exceeded, not more (Hoeffding, 1956).
 * - **Networks.** With the chance c that two votes of a day for other papers share a network, m of k votes do with at most
 *   C(k, m) · c^(m - 1).
 *
 * They are independent where all is well, and combined by Fisher's method. The smallest chance of a paper is multiplied by the number
 * of stretches and of papers looked at (Bonferroni), so that what is shown holds for the whole look.
 * @param births when each paper came @param from and `until`: the time looked at, all in milliseconds since 1970
 * @param quiet votes that are left alone, since an editor has spoken of them: they count for the pace
 */
export async function findBursts(
  votes: readonly AuditedVote[],
  births: ReadonlyMap<number, number>,
  {
    from,
    until,
    quiet = () => false,
  }: { from: number; until: number; quiet?: (vote: AuditedVote) => boolean },
): Promise<Burst[]> {
  const rate = new VotingRate(votes, births, from, until);
  const site = describeSite(votes);
  const byPaper = Map.groupBy(votes, ({ paperId }) => paperId);
  const looked = [...byPaper].filter(([, own]) => own.length >= fewest);
  const bursts: Burst[] = [];
  for (const [paperId, own] of looked) {
    const share = rate.shareOf(
      paperId,
      own.map(({ at }) => at),
    );
    const others = site.without(own);
    let left = own
      .filter((vote) => !quiet(vote))
      .sort((a, b) => a.at - b.at)
      .slice(-mostVotes);
    for (let found = 0; left.length >= fewest && found < mostBursts; found++) {
      const burst = worstStretch(left, share, others, Math.log(looked.length));
      if (burst === null) break;
      bursts.push({ paperId, ...burst });
      left = left.filter(({ at }) => at < burst.startsAt || at > burst.endsAt);
    }
    // Whoever else has work on this thread takes turns: pages are served meanwhile.
    await takeTurns();
  }
  return bursts;
}

interface SiteShares {
  /** The share of newcomers on the day of an instant. */
  newcomersOn(at: number): number;
  /** That two votes of a day share a network. */
  collisions: number;
}

/** Other papers' votes of belief that a day has the usual share of newcomers. */
const belief = 10;

/** What is usual on the site, and what is without some votes. */
function describeSite(votes: readonly AuditedVote[]) {
  const newcomers = countNewcomers(votes);
  const networks = countNetworks(votes);
  let pairs = 0;
  for (const { pairs: ofDay } of networks.days.values()) pairs += ofDay;
  let same = 0;
  for (const count of networks.counts.values()) same += count * (count - 1);
  return {
    without(own: readonly AuditedVote[]): SiteShares {
      const less = countNetworks(own);
      let ownSame = 0;
      for (const [name, count] of less.counts) {
        const all = networks.counts.get(name) ?? 0;
        ownSame += all * (all - 1) - (all - count) * (all - count - 1);
      }
      let ownPairs = 0;
      for (const [day, { votes: count }] of less.days) {
        const all = networks.days.get(day)?.votes ?? 0;
        ownPairs += all * (all - 1) - (all - count) * (all - count - 1);
      }
      const ownNewcomers = countNewcomers(own);
      // One vote more on either side: on a site with few votes nothing is impossible.
      const usual = (newcomers.all - ownNewcomers.all + 1) / (votes.length - own.length + 2);
      return {
        newcomersOn(at) {
          const day = dayOf(at);
          const all = newcomers.days.get(day) ?? { votes: 0, newcomers: 0 };
          const less = ownNewcomers.days.get(day) ?? { votes: 0, newcomers: 0 };
          return (all.newcomers - less.newcomers + belief * usual) / (all.votes - less.votes + belief);
        },
        collisions: (same - ownSame + 1) / (pairs - ownPairs + 100),
      };
    },
  };
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

function countNewcomers(votes: readonly AuditedVote[]) {
  const days = new Map<number, { votes: number; newcomers: number }>();
  let all = 0;
  for (const { at, newcomer } of votes) {
    const day = days.get(dayOf(at)) ?? { votes: 0, newcomers: 0 };
    day.votes++;
    if (newcomer) {
      day.newcomers++;
      all++;
    }
    days.set(dayOf(at), day);
  }
  return { days, all };
}

function countNetworks(votes: readonly AuditedVote[]) {
  const counts = new Map<string, number>();
  const days = new Map<number, { votes: number; pairs: number }>();
  for (const { at, network } of votes) {
    if (network === null) continue;
    const day = dayOf(at);
    const name = `${day} ${network}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const known = days.get(day)?.votes ?? 0;
    days.set(day, { votes: known + 1, pairs: (known + 1) * known });
  }
  return { counts, days };
}

/** The stretch of votes with the smallest chance, where that is alarming. @param papers logarithm of how many are looked at */
function worstStretch(
  votes: readonly AuditedVote[],
  share: (at: number) => number,
  site: SiteShares,
  papers: number,
): Omit<Burst, 'paperId'> | null {
  const n = votes.length;
  const shares = votes.map(({ at }) => share(at));
  const usualNewcomers = votes.map(({ at }) => site.newcomersOn(at));
  const looks = papers + Math.log((n * (n - 1)) / 2);
  let worst: Omit<Burst, 'paperId'> | null = null;
  let least = alarm - looks;
  for (let first = 0; first + fewest <= n; first++) {
    const start = votes[first]?.at ?? 0;
    const networks = new Map<string, number>();
    let newcomers = 0;
    let usual = 0;
    let sameNetwork = 0;
    for (let last = first; last < n; last++) {
      const vote = votes[last];
      if (vote === undefined || vote.at - start > longest) break;
      if (vote.newcomer) newcomers++;
      usual += usualNewcomers[last] ?? 0;
      if (vote.network !== null) {
        const name = `${dayOf(vote.at)} ${vote.network}`;
        const count = (networks.get(name) ?? 0) + 1;
        networks.set(name, count);
        sameNetwork = Math.max(sameNetwork, count);
      }
      const k = last - first + 1;
      if (k < fewest) continue;
      const d = Math.max(1e-12, (shares[last] ?? 0) - (shares[first] ?? 0));
      const soon = k - 1 >= unusual * n * d;
      const young = newcomers >= unusual * usual;
      if (!soon && !young && sameNetwork < 3) continue;
      const logNetwork =
        sameNetwork < 2
          ? 0
          : Math.min(0, logChoose(k, sameNetwork) + (sameNetwork - 1) * Math.log(site.collisions));
      // No tail is smaller than its first term: most stretches need no more than that.
      const best = combineChances([
        soon ? logBinomialTerm(n, d, k - 1) : 0,
        young ? logBinomialTerm(k, usual / k, newcomers) : 0,
        logNetwork,
      ]);
      if (best >= least) continue;
      const logTime = soon ? logBinomialTail(n, d, k - 1) : 0;
      const logNewcomers = young ? logBinomialTail(k, usual / k, newcomers) : 0;
      const log = combineChances([logTime, logNewcomers, logNetwork]);
      if (log >= least) continue;
      least = log;
      worst = {
        startsAt: start,
        endsAt: vote.at,
        figures: {
          votes: k,
          minutes: (vote.at - start) / 60_000,
          expected: n * d,
          newcomers,
          newcomerShare: usual / k,
          sameNetwork,
          logTime,
          logNewcomers,
          logNetwork,
          logChance: Math.min(0, log + looks),
        },
      };
    }
  }
  return worst;
}

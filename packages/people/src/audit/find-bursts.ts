import { setImmediate as takeTurns } from 'node:timers/promises';
import { combineChances } from './combine-chances.ts';
import { logBinomialTail, logBinomialTerm } from './binomial-tail.ts';
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
  /** The most votes from one network on one day, of all networks the most striking; 0 where no traces are left. */
  sameNetwork: number;
  /** How likely votes are to come this close together. */
  logTime: number;
  /** How likely so many of them are newcomers. */
  logNewcomers: number;
  /** How likely so many come from one network. */
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
const longest = 3 * 86_400_000;
/** Of a paper with more votes the newest are looked at. */
const mostVotes = 1500;
/**
 * How many times the expected votes, or newcomers, are unusual. Less than twice as many says more of the expectation than of the votes,
 * however many they are.
 */
const unusual = 2;
/** Bursts of one paper that are told apart. */
const mostBursts = 5;

/** A burst is shown from this chance on that there is even one such thing on a site where all is well. */
const alarm = Math.log(0.01);

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
 * - **Networks.** For the network and day that most votes in the stretch come from, given its share of that day's votes for other
 *   papers: the upper tail of the binomial, times the number of networks in the stretch, since the most striking one was chosen.
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
    const found: Burst[] = [];
    while (left.length >= fewest && found.length < mostBursts) {
      const burst = worstStretch(left, shareWithout(share, found), others, Math.log(looked.length));
      if (burst === null) break;
      found.push({ paperId, ...burst });
      left = left.filter(({ at }) => at < burst.startsAt || at > burst.endsAt);
    }
    bursts.push(...found);
    // Whoever else has work on this thread takes turns: pages are served meanwhile.
    await takeTurns();
  }
  return bursts;
}

/** The share of the expected votes by an instant, where those in some bursts are left out on both sides. */
function shareWithout(share: (at: number) => number, bursts: readonly Burst[]): (at: number) => number {
  const spans = bursts.map(({ startsAt, endsAt }) => [share(startsAt), share(endsAt)] as const);
  const gone = spans.reduce((sum, [start, end]) => sum + end - start, 0);
  return (at) => {
    const by = share(at);
    const before = spans.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(by, end) - start), 0);
    return (by - before) / Math.max(1e-9, 1 - gone);
  };
}

/** What is usual among the votes for other papers. */
interface SiteShares {
  /** The share of newcomers on the day of an instant. */
  newcomersOn(at: number): number;
  /** The share of a network on its day, by the name that `networkOn` gives it. */
  networkShare(day: number, name: string): number;
}

/** Votes of belief that a day has the usual share of newcomers. */
const belief = 10;
/** Votes of belief that a day has networks which nobody has voted from yet. */
const unseen = 20;

/** What is usual on the site, and what is without some votes. */
function describeSite(votes: readonly AuditedVote[]) {
  const all = countDays(votes);
  const newcomers = votes.filter(({ newcomer }) => newcomer).length;
  return {
    without(own: readonly AuditedVote[]): SiteShares {
      const less = countDays(own);
      const ownNewcomers = own.filter(({ newcomer }) => newcomer).length;
      // One vote more on either side: on a site with few votes nothing is impossible.
      const usual = (newcomers - ownNewcomers + 1) / (votes.length - own.length + 2);
      const left = (of: keyof Day, day: number) =>
        (all.days.get(day)?.[of] ?? 0) - (less.days.get(day)?.[of] ?? 0);
      return {
        newcomersOn: (at) =>
          (left('newcomers', dayOf(at)) + belief * usual) / (left('votes', dayOf(at)) + belief),
        networkShare: (day, name) =>
          ((all.networks.get(name) ?? 0) - (less.networks.get(name) ?? 0) + 1) /
          (left('traced', day) + unseen),
      };
    },
  };
}

interface Day {
  votes: number;
  newcomers: number;
  /** Votes of which the network is known. */
  traced: number;
}

function countDays(votes: readonly AuditedVote[]) {
  const days = new Map<number, Day>();
  const networks = new Map<string, number>();
  for (const vote of votes) {
    const day = days.get(dayOf(vote.at)) ?? { votes: 0, newcomers: 0, traced: 0 };
    day.votes++;
    if (vote.newcomer) day.newcomers++;
    const name = networkOn(vote);
    if (name !== null) {
      day.traced++;
      networks.set(name, (networks.get(name) ?? 0) + 1);
    }
    days.set(dayOf(vote.at), day);
  }
  return { days, networks };
}

/** A network on a day: its hash says nothing on another. */
function networkOn({ at, network }: AuditedVote): string | null {
  return network === null ? null : `${dayOf(at)} ${network}`;
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
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
    let striking = { votes: 0, share: 1 };
    let newcomers = 0;
    let usual = 0;
    for (let last = first; last < n; last++) {
      const vote = votes[last];
      if (vote === undefined || vote.at - start > longest) break;
      if (vote.newcomer) newcomers++;
      usual += usualNewcomers[last] ?? 0;
      const k = last - first + 1;
      const name = networkOn(vote);
      if (name !== null) {
        const votes = (networks.get(name) ?? 0) + 1;
        networks.set(name, votes);
        if (votes > 1) {
          const network = { votes, share: site.networkShare(dayOf(vote.at), name) };
          if (surprise(network, k) > surprise(striking, k)) striking = network;
        }
      }
      if (k < fewest) continue;
      const d = Math.max(1e-12, (shares[last] ?? 0) - (shares[first] ?? 0));
      const soon = k - 1 >= unusual * n * d;
      const young = newcomers >= unusual * usual;
      const shared = striking.votes > 2 && striking.votes >= unusual * k * striking.share;
      if (!soon && !young && !shared) continue;
      // No tail is smaller than its first term: most stretches need no more than that.
      const best = combineChances([
        soon ? logBinomialTerm(n, d, k - 1) : 0,
        young ? logBinomialTerm(k, usual / k, newcomers) : 0,
        shared ? chosen(networks.size, logBinomialTerm(k, striking.share, striking.votes)) : 0,
      ]);
      if (best >= least) continue;
      const logTime = soon ? logBinomialTail(n, d, k - 1) : 0;
      const logNewcomers = young ? logBinomialTail(k, usual / k, newcomers) : 0;
      const logNetwork = shared
        ? chosen(networks.size, logBinomialTail(k, striking.share, striking.votes))
        : 0;
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
          sameNetwork: striking.votes,
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

/** How far a network has more of k votes than its share of them, as a logarithm of the likelihood. */
function surprise({ votes, share }: { votes: number; share: number }, k: number): number {
  return votes <= k * share ? 0 : votes * Math.log(votes / (k * share));
}

/** The chance of the most striking of several, from its own. */
function chosen(several: number, log: number): number {
  return Math.min(0, log + Math.log(several));
}

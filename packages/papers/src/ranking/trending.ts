import { announcedAt } from '../calendar/index.ts';

/**
 * The trending formula, version 3. Stored with every score, and explained at /about/ranking:
 *
 *     score = log10( 10^(hours(announced) / 72) + Σ weight(i) / fieldFactor · 10^(hours(came i) / 72) ) + tieBreak
 *
 * summed over everything that gave the paper attention: a vote weighs 1, a comment ½ (no more comments than votes), a new
 * star of its code 1/20 (all of them no more than votes + 5).
 *
 * - Where everything came with the announcement, this is log10(1 + attention) + hours / 72: the logarithm with linear time
 *   of Reddit's and Lobsters' lists. The score of a paper does not change as time passes, so it can be stored and indexed,
 *   and ten times the attention is worth three days (the figure and how it was chosen: docs/decisions/004-trending.md).
 * - Velocity: what comes later counts from when it comes, so that a paper that gains votes or stars rises again, and one
 *   that gains nothing sinks with time. The first count of a paper, and its comments, count from its announcement; each
 *   gain after it from the day whose snapshot shows it, and a vote cast here from its day. More attention, at whatever time, is never worth less.
 * - fieldFactor = log10(10 + votes in the paper's field over 90 days), after Lemmy's `scaled` rank: a busy field has to
 *   shout louder, so that a paper of hep-th can stand beside one of cs.LG.
 * - Votes that an editor discounted, because they came in a burst that chance does not explain, count nothing; how many they are
 *   is among the terms, so that it shows.
 * - Comments count half, and no more of them than there are votes: a quarrel alone does not trend.
 * - A day stands for its 20:00 New York, the hour of announcements; a paper from the future, or a withdrawn one, is worth
 *   nothing.
 * - tieBreak is smaller than any one vote can make a difference: public code, then its stars.
 */
export const trendingFormula = 3;

/** Hours that a tenfold attention is worth. */
export const hoursPerTenfold = 72;

const epoch = Date.UTC(1950, 0, 1);
const hour = 3_600_000;
const largestTieBreak = 0.00005;

/** Stars that are worth as much as a vote. */
export const starsPerVote = 20;

/** New stars are worth no more than the paper's votes and this many more. */
export const starAllowance = 5;

/** Attention that came after a paper's first count: votes, or stars of its code. */
export interface Gain {
  /** Day of the snapshot that first shows it, `YYYY-MM-DD`. */
  day: string;
  votes: number;
  stars: number;
}

export interface TrendingInput {
  /** All of them, discounted ones too. */
  votes: number;
  /** Of these votes, how many an editor discounted. Default: none. */
  discounted?: number;
  comments: number;
  /** Announcement day, `YYYY-MM-DD`. */
  announcedOn: string | null;
  /** First day of publication, for papers without an announcement day. */
  publishedOn: string | null;
  withdrawn: boolean;
  /** The primary category; null counts as a field of its own without activity. */
  field: string | null;
  /** Votes in that field over the last 90 days. */
  fieldVotes: number;
  hasCode: boolean;
  /** Stars of that code. */
  stars: number;
  /** What came after the first count. Default: nothing. */
  gains?: readonly Gain[];
  now: Date;
}

/** The terms of a paper's trending score, as they are stored and shown. */
export interface TrendingTerms {
  /** Version of the formula. */
  formula: number;
  /** All of them; those that count are fewer by `discounted`. */
  votes: number;
  /** Votes that an editor discounted as part of a burst: they count nothing. */
  discounted: number;
  /** Comments after the cap by votes. */
  comments: number;
  field: string | null;
  fieldVotes: number;
  /** Stars that the code gained since its first count. */
  newStars: number;
  /** Votes that came after the first count. */
  laterVotes: number;
  /** What votes, comments and stars were divided by; 1 or more. */
  fieldFactor: number;
  /** log10(1 + all attention): what it would be worth if it had come with the announcement. */
  attention: number;
  /** What is added because part of it came later: 0 or more. */
  momentum: number;
  /** The instant (ISO 8601) that the time term was reckoned from; null where no date is known. */
  reference: string | null;
  /** Hours of the reference since 1950, over 72. */
  time: number;
  tieBreak: number;
  score: number;
  /** Why the paper is worth nothing, where it is. */
  nothing: 'withdrawn' | 'future' | null;
}

/** Scores one paper. Pure; never negative, and greater for more votes, all else equal. */
export function trendingScore(input: TrendingInput): TrendingTerms {
  const reference = referenceInstant(input);
  const nothing = input.withdrawn ? 'withdrawn' : isFuture(reference, input.now) ? 'future' : null;
  const discounted = Math.min(Math.max(0, input.discounted ?? 0), Math.max(0, input.votes));
  const votes = Math.max(0, input.votes) - discounted;
  const comments = Math.min(Math.max(0, input.comments), votes);
  const gains = (input.gains ?? []).filter((gain) => gain.votes > 0 || gain.stars > 0);
  const newStars = gains.reduce((sum, { stars }) => sum + Math.max(0, stars), 0);
  const starWeight = newStars === 0 ? 0 : Math.min(1 / starsPerVote, (votes + starAllowance) / newStars);
  const gained = gains.reduce((sum, gain) => sum + Math.max(0, gain.votes), 0);
  // A count that fell has fewer votes than it gained: what is left counts.
  const laterVotes = Math.min(votes, gained);
  const voteWeight = gained === 0 ? 0 : laterVotes / gained;
  const fieldFactor = Math.log10(10 + Math.max(0, input.fieldVotes));
  const time = reference === null ? 0 : timeTerm(reference);
  const attention = Math.log10(1 + (votes + comments / 2 + newStars * starWeight) / fieldFactor);
  const pieces = [
    { weight: (votes - laterVotes + comments / 2) / fieldFactor, time },
    ...gains.map((gain) => ({
      weight: (Math.max(0, gain.votes) * voteWeight + Math.max(0, gain.stars) * starWeight) / fieldFactor,
      time: Math.max(time, timeTerm(earlier(announcedAt(gain.day), input.now))),
    })),
  ];
  const momentum =
    reference === null || gains.length === 0 ? 0 : Math.max(0, sumInTime(time, pieces) - time - attention);
  const tieBreak = input.hasCode ? largestTieBreak * (0.5 + (0.5 * input.stars) / (input.stars + 100)) : 0;
  return {
    formula: trendingFormula,
    votes: votes + discounted,
    discounted,
    comments,
    field: input.field,
    newStars,
    laterVotes,
    fieldVotes: input.fieldVotes,
    fieldFactor,
    attention,
    momentum,
    reference: reference?.toISOString() ?? null,
    time,
    tieBreak,
    score: nothing === null ? attention + time + momentum + tieBreak : 0,
    nothing,
  };
}

/** log10(10^base + Σ weight · 10^time), without leaving the range of numbers. */
function sumInTime(base: number, pieces: readonly { weight: number; time: number }[]): number {
  const powers = [
    base,
    ...pieces.flatMap(({ weight, time }) => (weight > 0 ? [Math.log10(weight) + time] : [])),
  ];
  const most = Math.max(...powers);
  return most + Math.log10(powers.reduce((sum, power) => sum + 10 ** (power - most), 0));
}

function timeTerm(instant: Date): number {
  return Math.max(0, (instant.getTime() - epoch) / hour / hoursPerTenfold);
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function referenceInstant({ announcedOn, publishedOn }: TrendingInput): Date | null {
  if (announcedOn !== null) return announcedAt(announcedOn);
  return publishedOn === null ? null : new Date(`${publishedOn}T00:00:00Z`);
}

/** A day's grace, for clocks and for papers that are listed on the afternoon before their announcement. */
function isFuture(reference: Date | null, now: Date): boolean {
  return reference !== null && reference.getTime() > now.getTime() + 24 * hour;
}

/** The terms in sentences, for "why this rank". */
export function explainTrending(terms: TrendingTerms): string[] {
  if (terms.nothing === 'withdrawn') return ['The paper was withdrawn, so it does not take part.'];
  if (terms.nothing === 'future') return ['Its date lies in the future, so it does not take part yet.'];
  const field = terms.field ?? 'no known field';
  const sentences = [
    `${plural(terms.votes - (terms.discounted ?? 0), 'vote')}${terms.newStars > 0 ? `, ${plural(terms.newStars, 'new star')} of its code` : ''} and ` +
      `${plural(terms.comments, 'counted comment')}, divided by ${terms.fieldFactor.toFixed(2)} ` +
      `for ${field} (${plural(terms.fieldVotes, 'vote')} there in 90 days), make an attention of ${terms.attention.toFixed(3)}.`,
    terms.reference === null
      ? 'No date is known, so it stands below all dated papers.'
      : `Its time counts from ${terms.reference.slice(0, 16).replace('T', ' ')} UTC: ${terms.time.toFixed(3)}. ` +
        `Ten times the attention is worth ${hoursPerTenfold} hours.`,
  ];
  if (terms.momentum > 0)
    sentences.push(
      `${[
        ...(terms.laterVotes > 0 ? [plural(terms.laterVotes, 'vote')] : []),
        ...(terms.newStars > 0 ? [plural(terms.newStars, 'star')] : []),
      ].join(' and ')} came after the first count, which adds a momentum of ${terms.momentum.toFixed(3)}.`,
    );
  if (terms.discounted > 0)
    sentences.unshift(
      `${terms.discounted.toLocaleString('en')} of its ${plural(terms.votes, 'vote')} came in a burst that an editor discounted: ` +
        `they are in the log and in the count, but not in this score.`,
    );
  if (terms.tieBreak > 0) sentences.push(`Public code breaks ties: ${terms.tieBreak.toFixed(6)}.`);
  sentences.push(`Together ${terms.score.toFixed(3)}, by formula ${terms.formula}.`);
  return sentences;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

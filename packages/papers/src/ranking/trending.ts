import { announcedAt } from '../calendar/index.ts';

/**
 * The trending formula, version 1. Stored with every score, and explained at /about/ranking:
 *
 *     attention = (votes + ½ · min(comments, votes)) / fieldFactor
 *     score     = log10(1 + attention) + hours(reference) / 72 + tieBreak
 *
 * - The logarithm with linear time is Reddit's and Lobsters' form: the score of a paper does not change as time
 *   passes, so it can be stored and indexed, and ten times the attention is worth three days (the figure and how it
 *   was chosen: docs/decisions/004-trending.md).
 * - fieldFactor = log10(10 + votes in the paper's field over 90 days), after Lemmy's `scaled` rank: a busy field has to
 *   shout louder, so that a paper of hep-th can stand beside one of cs.LG.
 * - Comments count half, and no more of them than there are votes: a quarrel alone does not trend.
 * - Papers of one day share one instant, 20:00 New York of their announcement; a paper from the future, or a
 *   withdrawn one, is worth nothing.
 * - tieBreak is smaller than any one vote can make a difference: public code, then its stars.
 */
export const trendingFormula = 1;

/** Hours that a tenfold attention is worth. */
export const hoursPerTenfold = 72;

const epoch = Date.UTC(1950, 0, 1);
const hour = 3_600_000;
const largestTieBreak = 0.00005;

export interface TrendingInput {
  votes: number;
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
  now: Date;
}

/** The terms of a paper's trending score, as they are stored and shown. */
export interface TrendingTerms {
  /** Version of the formula. */
  formula: number;
  votes: number;
  /** Comments after the cap by votes. */
  comments: number;
  field: string | null;
  fieldVotes: number;
  /** What votes and comments were divided by; 1 or more. */
  fieldFactor: number;
  /** log10(1 + attention). */
  attention: number;
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
  const votes = Math.max(0, input.votes);
  const comments = Math.min(Math.max(0, input.comments), votes);
  const fieldFactor = Math.log10(10 + Math.max(0, input.fieldVotes));
  const attention = Math.log10(1 + (votes + comments / 2) / fieldFactor);
  const time = reference === null ? 0 : Math.max(0, (reference.getTime() - epoch) / hour / hoursPerTenfold);
  const tieBreak = input.hasCode ? largestTieBreak * (0.5 + (0.5 * input.stars) / (input.stars + 100)) : 0;
  return {
    formula: trendingFormula,
    votes,
    comments,
    field: input.field,
    fieldVotes: input.fieldVotes,
    fieldFactor,
    attention,
    reference: reference?.toISOString() ?? null,
    time,
    tieBreak,
    score: nothing === null ? attention + time + tieBreak : 0,
    nothing,
  };
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
    `${plural(terms.votes, 'vote')} and ${plural(terms.comments, 'counted comment')}, divided by ${terms.fieldFactor.toFixed(2)} ` +
      `for ${field} (${plural(terms.fieldVotes, 'vote')} there in 90 days), make an attention of ${terms.attention.toFixed(3)}.`,
    terms.reference === null
      ? 'No date is known, so it stands below all dated papers.'
      : `Its time counts from ${terms.reference.slice(0, 16).replace('T', ' ')} UTC: ${terms.time.toFixed(3)}. ` +
        `Ten times the attention is worth ${hoursPerTenfold} hours.`,
  ];
  if (terms.tieBreak > 0) sentences.push(`Public code breaks ties: ${terms.tieBreak.toFixed(6)}.`);
  sentences.push(`Together ${terms.score.toFixed(3)}, by formula ${terms.formula}.`);
  return sentences;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

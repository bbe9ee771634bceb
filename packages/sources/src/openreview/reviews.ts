import { fields, type SourceRecordInput } from '@broadsheet/papers';
import { isPublic, publicText, publicValue } from './public-value.ts';

type Row = fields.Row;
type Reviews = NonNullable<SourceRecordInput['reviews']>;

/**
 * What venues call the one mark that speaks for or against a paper: ICLR and NeurIPS `rating`, ICML
 * `overall_recommendation`, ARR `overall_assessment`. Marks for single virtues (soundness, presentation) are none.
 */
const ratingFields = ['rating', 'overall_recommendation', 'recommendation', 'overall_assessment', 'score'];

/**
 * What the public replies to a submission come to: the decision in the venue's words, and the means of ratings and
 * confidences on the venue's own scale, rounded to two decimals. undefined where there is neither.
 * @param note With `details.directReplies` or `details.replies`.
 */
export function readReviews(note: Row): Reviews | undefined {
  const details = fields.isRow(note['details']) ? note['details'] : {};
  const replies = ['directReplies', 'replies']
    .flatMap((field) => fields.rows(details, field))
    .filter((reply) => isPublic(reply) && !isDeleted(reply));
  const decision = replies
    .filter((reply) => isOf(reply, /^(Acceptance_)?Decision$/))
    .map((reply) => publicText(reply, 'decision') || publicText(reply, 'recommendation'))
    .find((words) => words !== '');
  const reviews = unique(replies.filter((reply) => isOf(reply, /^(Official_)?Review$/)));
  const ratings = reviews.flatMap((review) => mark(ratingFields.map((field) => publicValue(review, field))));
  const confidences = reviews.flatMap((review) => mark([publicValue(review, 'confidence')]));
  if (decision === undefined && ratings.length === 0) return undefined;
  const rating = meanWithin(ratings, -100, 100);
  const confidence = meanWithin(confidences, 0, 100);
  return {
    ...(decision === undefined ? {} : { decision: decision.trim().slice(0, 200) || 'decided' }),
    count: ratings.length,
    ...(rating === undefined ? {} : { rating }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

export function isDeleted(row: Row): boolean {
  return typeof row['ddate'] === 'number';
}

/** By the last part of its invitation: `ICLR.cc/2024/Conference/Submission9502/-/Official_Review`. */
function isOf(reply: Row, kind: RegExp): boolean {
  return fields
    .texts(reply, 'invitations')
    .some((invitation) => kind.test(/\/-\/([^/]+)$/.exec(invitation)?.[1] ?? ''));
}

/** With both kinds of details, a reply stands there twice. */
function unique(replies: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return replies.filter((reply) => {
    const id = fields.text(reply, 'id');
    return id === '' || (!seen.has(id) && seen.add(id));
  });
}

/** The first value that is a mark: a number, or a text that begins with one (`8: accept, good paper`). */
function mark(values: readonly unknown[]): number[] {
  for (const value of values) {
    const number =
      typeof value === 'number'
        ? value
        : Number(
            typeof value === 'string'
              ? (/^\s*(-?\d{1,3}(?:\.\d{1,4})?)(?![\d.])/.exec(value)?.[1] ?? NaN)
              : NaN,
          );
    if (Number.isFinite(number)) return [number];
  }
  return [];
}

function meanWithin(marks: readonly number[], least: number, most: number): number | undefined {
  if (marks.length === 0) return undefined;
  const mean = Math.round((marks.reduce((sum, one) => sum + one, 0) / marks.length) * 100) / 100;
  return mean >= least && mean <= most ? mean : undefined;
}

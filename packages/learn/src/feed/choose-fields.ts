import { createHash } from 'node:crypto';

/** What a reader said of papers of a field. */
export interface FieldAnswers {
  readonly more: number;
  readonly less: number;
}

/** Answers that count; more of them would draw hardly more surely. */
const mostAnswers = 50;

/**
 * Fields in the order in which a reader may try them: Thompson sampling with Bernoulli answers (Thompson 1933; Chapelle and Li 2011,
 * algorithm 2). Each field draws from Beta(1 + more, 1 + less), and the largest draw comes first: what was liked comes often, what was
 * not seldom, and what was never tried has its chance. The same fields, answers and text give the same order.
 * @param text what draws: of reader and day, so that a day's feed does not change with each look.
 */
export function chooseFields(
  fields: readonly string[],
  answers: ReadonlyMap<string, FieldAnswers>,
  text: string,
): string[] {
  return fields
    .map((field) => {
      const { more = 0, less = 0 } = answers.get(field) ?? {};
      return { field, draw: drawBeta(1 + Math.min(more, mostAnswers), 1 + Math.min(less, mostAnswers), `${text} ${field}`) }; // prettier-ignore
    })
    .sort((a, b) => b.draw - a.draw || (a.field < b.field ? -1 : 1))
    .map(({ field }) => field);
}

/** A draw from Beta(a, b) for whole a and b: the a-th smallest of a + b − 1 numbers that are even between 0 and 1. */
function drawBeta(a: number, b: number, text: string): number {
  const numbers = Array.from(
    { length: a + b - 1 },
    (_, i) => createHash('sha256').update(`${text} ${i}`).digest().readUIntBE(0, 6) / 2 ** 48,
  );
  return numbers.sort((x, y) => x - y)[a - 1] ?? 0;
}

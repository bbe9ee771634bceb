import { caseErrors, worstOf } from './case-errors.ts';
import { cases } from './cases.ts';
import type { TorchAnswers } from './read-answers.ts';

/** Both were computed in float64 and then rounded to float32. */
const sameWithin = 1e-6;

/** The cases of a golden file that are no longer what PyTorch gives, or are in only one of both. */
export function staleCases(golden: TorchAnswers, fresh: TorchAnswers): string[] {
  const names = new Set([...golden.cases.keys(), ...fresh.cases.keys()]);
  return [...names].filter((name) => {
    const [old, now] = [golden.cases.get(name), fresh.cases.get(name)];
    return !old || !now || worstOf(caseErrors(old, now, cases[name]?.floor)).error > sameWithin;
  });
}

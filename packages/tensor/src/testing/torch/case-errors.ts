import { relativeError } from './relative-error.ts';
import { nameInTorch, type Answer } from './run-case.ts';

/** How far the results and gradients of a case are from those that are right, by name. Infinite where one is missing. */
export function caseErrors(
  found: ReadonlyMap<string, Answer>,
  expected: ReadonlyMap<string, Answer>,
  floor?: number,
): ReadonlyMap<string, number> {
  const errors = new Map<string, number>();
  for (const name of new Set([...found.keys(), ...expected.keys()])) {
    const [own, theirs] = [found.get(name), expected.get(nameInTorch(name))];
    errors.set(name, own && theirs ? relativeError(own, theirs, floor) : Infinity);
  }
  return errors;
}

/** The greatest of them. */
export function worstOf(errors: ReadonlyMap<string, number>): { name: string; error: number } {
  let worst = { name: '', error: 0 };
  for (const [name, error] of errors) if (worst.name === '' || error > worst.error) worst = { name, error };
  return worst;
}

import type { Key } from '@broadsheet/tensor';
import { draw } from '../views/draw.ts';

export interface HeldOut {
  /** Where to learn. */
  readonly rest: Int32Array;
  /** Where to choose. */
  readonly held: Int32Array;
}

/**
 * Rows 0 to labels.length - 1 in two parts, at random: of every class the same share is held out, rounded, and one at least
 * is left to learn from.
 */
export function holdOut(labels: Int32Array, share: number, key: Key): HeldOut {
  if (!(share > 0 && share < 1)) throw new RangeError(`holdOut: share is between 0 and 1, not ${share}.`);
  const byClass = new Map<number, number[]>();
  for (const i of draw(key).order(labels.length)) {
    const label = labels[i] as number;
    const known = byClass.get(label);
    if (known === undefined) byClass.set(label, [i]);
    else known.push(i);
  }
  const [rest, held]: [number[], number[]] = [[], []];
  for (const rows of byClass.values()) {
    const count = Math.min(rows.length - 1, Math.round(share * rows.length));
    held.push(...rows.slice(0, count));
    rest.push(...rows.slice(count));
  }
  return { rest: Int32Array.from(rest).sort(), held: Int32Array.from(held).sort() };
}

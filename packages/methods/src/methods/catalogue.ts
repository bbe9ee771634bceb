import { amcl } from './amcl.ts';
import { barlowTwins } from './barlow-twins.ts';
import { cacr } from './cacr.ts';
import { isogclr } from './isogclr.ts';
import type { Method } from './method.ts';
import { mixedBarlowTwins } from './mixed-barlow-twins.ts';
import { simclr } from './simclr.ts';
import { sla } from './sla.ts';
import { tJepa } from './t-jepa.ts';

/** Every method that can be trained, in the order of the laboratory's rows. */
export const methods: readonly Method[] = [
  simclr,
  barlowTwins,
  mixedBarlowTwins,
  isogclr,
  cacr,
  amcl,
  tJepa,
  sla,
];

/** The method of an id. @throws RangeError with the methods that there are. */
export function findMethod(id: string): Method {
  const found = methods.find((method) => method.id === id);
  if (found !== undefined) return found;
  throw new RangeError(
    `There is no method ${id}. There are: ${methods.map((method) => method.id).join(', ')}.`,
  );
}

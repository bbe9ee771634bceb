import { families } from './cases.ts';
import { compare, startBoth, type Outcome } from './compare.ts';

export type Family = keyof typeof families;

export interface FamilyReport {
  readonly outcomes: readonly Outcome[];
  /** Kernels that ran on WebAssembly instead. */
  readonly fallBacks: readonly string[];
}

let starting: ReturnType<typeof startBoth> | null = null;

/** Runs all cases of a family on both back ends. */
export async function runFamily(name: Family): Promise<FamilyReport> {
  starting ??= startBoth();
  const pair = await starting;
  pair.gpu.fallBacks.clear();
  const outcomes = await compare(pair, families[name]);
  return { outcomes, fallBacks: [...pair.gpu.fallBacks.keys()].sort() };
}

import type { Encoder } from './encoder.ts';
import type { NearestPapers } from './nearest-papers.ts';
import { queryCodes } from './query-codes.ts';

/** A paper to start from. */
export interface Seed {
  /** null where it is not in the store. */
  readonly id: number | null;
  readonly title: string;
  readonly abstract: string;
}

/**
 * The codes of seeds: those kept, and of those that have none yet, encoded on the spot. Seeds in which the encoder knows nothing
 * are left out.
 */
export async function codesOfSeeds(
  vectors: Pick<NearestPapers, 'codesOf'>,
  encoder: Pick<Encoder, 'dimensions' | 'encode'>,
  seeds: readonly Seed[],
): Promise<{ seed: Seed; codes: Int8Array }[]> {
  const kept = await vectors.codesOf(seeds.flatMap(({ id }) => id ?? []));
  const missing = seeds.filter(({ id }) => id === null || !kept.has(id));
  const made = missing.length === 0 ? new Float32Array(0) : await encoder.encode(missing);
  const fresh = new Map(
    missing.map((seed, i) => [
      seed,
      queryCodes(made.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions)),
    ]),
  );
  return seeds.flatMap((seed) => {
    const codes = fresh.get(seed) ?? (seed.id === null ? undefined : kept.get(seed.id));
    return codes?.some((code) => code !== 0) ? [{ seed, codes }] : [];
  });
}

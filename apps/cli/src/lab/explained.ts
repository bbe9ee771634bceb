import { exitCodes, Failure } from '../failure.ts';

/** Errors of the laboratory that say what was asked for wrongly, by name: their packages are not loaded for other commands. */
const usage = new Set([
  'OptionError',
  'RangeError',
  'DataError',
  'ShapeError',
  'SafetensorsError',
  'CheckpointError',
]);

/** Turns what a person can mend into a `Failure` with its hint; everything else goes on as it is. */
export async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || !usage.has(error.name)) throw error;
    const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
    throw new Failure(error.message, hint, exitCodes.usage);
  }
}

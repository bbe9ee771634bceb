import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PretrainedError } from './pretrained-error.ts';

/** What is used of `@huggingface/transformers`. */
export interface Transformers {
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { dtype?: string; revision?: string; local_files_only?: boolean },
  ): Promise<FeatureExtraction>;
}

/** Texts → their vectors in one tensor [n, width]. */
export type FeatureExtraction = (
  texts: string[],
  options: { pooling: string; normalize: boolean },
) => Promise<{ data: ArrayLike<number>; dims: number[]; dispose?: () => void }>;

const library = '@huggingface/transformers';

/**
 * Loads the library that runs pre-trained models, from Broadsheet's own folder or from one of those given. It is no dependency of
 * ours: its runtime fetches binaries when it is installed, so that is the operator's choice.
 * @throws PretrainedError where it is not installed, or does not load.
 */
export async function loadTransformers(folders: readonly string[] = [process.cwd()]): Promise<Transformers> {
  const found = [import.meta.url, ...folders.map((folder) => join(folder, 'package.json'))]
    .map(whereFrom)
    .find((path) => path !== null);
  if (found === undefined || found === null)
    throw new PretrainedError(
      `Pre-trained models need the package ${library}, which is not installed.`,
      `Run \`npm install --no-save ${library}@4\` in the folder of Broadsheet, or install it in the folder that you start Broadsheet in.`,
    );
  try {
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(found).href)) as Partial<Transformers> & {
      default?: Partial<Transformers>;
    };
    const pipeline = loaded.pipeline ?? loaded.default?.pipeline;
    if (typeof pipeline !== 'function') throw new Error('it has no function `pipeline`');
    return { pipeline };
  } catch (error) {
    throw new PretrainedError(
      `The package ${library} in ${found} does not load: ${error instanceof Error ? error.message : String(error)}.`,
      'Version 4 of it is known to fit. Install it again, with its runtime onnxruntime-node.',
      error,
    );
  }
}

/** The library's file as a module in `place` would find it. */
function whereFrom(place: string): string | null {
  try {
    return createRequire(place).resolve(library);
  } catch {
    return null;
  }
}

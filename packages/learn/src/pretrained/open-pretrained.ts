import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { EncoderInput, TextEncoder } from '../encoder/text-encoder.ts';
import { loadTransformers, type FeatureExtraction, type Transformers } from './load-transformers.ts';
import { PretrainedError } from './pretrained-error.ts';
import type { PretrainedSettings } from './pretrained-settings.ts';
import { shortenVectors } from './shorten-vectors.ts';

/** A vector has a byte for each number, and a paper's may have 512 bytes. */
const mostDimensions = 512;
/** Texts that the model gets at once: more of them are padded to the longest one for nothing. */
const batch = 16;

/**
 * Opens a sentence-embedding model through `@huggingface/transformers`, which fetches one that is named into its own cache the
 * first time. A folder is read where it lies and nothing is fetched.
 * @param load How to get at the library.
 * @throws PretrainedError where the library or the model cannot be had, or does not fit.
 */
export async function openPretrained(
  settings: PretrainedSettings,
  load: () => Promise<Transformers> = loadTransformers,
): Promise<TextEncoder> {
  const folder = folderOf(settings.model);
  if (folder !== null && !existsSync(folder))
    throw new PretrainedError(
      `There is no folder ${folder} with a model.`,
      'Name a folder with config.json, tokenizer.json and onnx/model.onnx, or a model at Hugging Face such as Xenova/all-MiniLM-L6-v2.',
    );
  const { pipeline } = await load();
  let extract: FeatureExtraction;
  let width: number;
  try {
    extract = await pipeline('feature-extraction', folder ?? settings.model, {
      ...(settings.dtype === undefined ? {} : { dtype: settings.dtype }),
      ...(settings.revision === undefined ? {} : { revision: settings.revision }),
      ...(folder === null ? {} : { local_files_only: true }),
    });
    ({ width } = await vectorsOf(extract, ['A text to see how long its vector is.'], settings));
  } catch (error) {
    if (error instanceof PretrainedError) throw error;
    throw new PretrainedError(
      `The model ${settings.model} could not be loaded: ${messageOf(error)}.`,
      folder === null
        ? 'The first time it is fetched from huggingface.co: check the name and the network, or put its files into a folder and name that.'
        : 'The folder must hold config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx (or the file of the dtype).',
      error,
    );
  }
  const dimensions = settings.dimensions ?? Math.min(width, mostDimensions);
  if (dimensions > width)
    throw new PretrainedError(
      `The model ${settings.model} makes vectors of ${width} numbers; ${dimensions} were wanted.`,
      `Set dimensions to ${Math.min(width, mostDimensions)} or less, or leave it away.`,
    );
  return {
    fingerprint: fingerprintOf(settings, folder, dimensions),
    name: folder === null ? settings.model : basename(folder),
    dimensions,
    async encode(inputs) {
      const all = new Float32Array(inputs.length * dimensions);
      const texts = inputs.map((input) => textOf(input, settings));
      // A text of nothing has no meaning, whatever a model makes of it.
      const places = texts.flatMap((text, place) => (text === null ? [] : [place]));
      for (let from = 0; from < places.length; from += batch) {
        const some = places.slice(from, from + batch);
        const { values } = await vectorsOf(
          extract,
          some.map((place) => texts[place] ?? ''),
          settings,
        );
        const short = shortenVectors(values, width, dimensions, settings.shorten);
        some.forEach((place, i) =>
          all.set(short.subarray(i * dimensions, (i + 1) * dimensions), place * dimensions),
        );
      }
      return all;
    },
  };
}

async function vectorsOf(
  extract: FeatureExtraction,
  texts: string[],
  { pooling, model }: PretrainedSettings,
): Promise<{ values: Float32Array; width: number }> {
  const made = await extract(texts, { pooling, normalize: true });
  const { data, dims } = made;
  const width = dims[1];
  if (dims.length !== 2 || dims[0] !== texts.length || width === undefined || width < 1)
    throw new PretrainedError(
      `The model ${model} gives [${dims.join(', ')}] for ${texts.length} texts, and not a vector for each.`,
      'It takes a model for sentence embeddings (feature extraction).',
    );
  const values = Float32Array.from(data);
  made.dispose?.();
  if (!values.every(Number.isFinite))
    throw new PretrainedError(
      `The model ${model} gives numbers that are not finite.`,
      'Try another dtype, such as fp32.',
    );
  return { values, width };
}

/** What the model reads, or null where that is nothing. */
function textOf(input: EncoderInput, { query, passage }: PretrainedSettings): string | null {
  if (typeof input === 'string') return input.trim() === '' ? null : `${query}${input.trim()}`;
  const [title, abstract] = [input.title.trim(), input.abstract.trim()];
  const text = title === '' || abstract === '' ? `${title}${abstract}` : `${title}. ${abstract}`;
  return text === '' ? null : `${passage}${text}`;
}

/** The folder that is meant, or null where it is a name. */
export function folderOf(model: string): string | null {
  const isPath = isAbsolute(model) || /^\.{1,2}([/\\]|$)/.test(model);
  return isPath ? resolve(model) : null;
}

/** Of all that vectors follow from. Weights are told apart by the sizes of their files: reading gigabytes would take too long. */
function fingerprintOf(settings: PretrainedSettings, folder: string | null, dimensions: number): string {
  const { model, ...how } = settings;
  const hash = createHash('sha256').update(JSON.stringify({ ...how, dimensions }));
  if (folder === null) hash.update(model);
  else
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const found = statSync(join(folder, path));
      if (found.isFile()) hash.update(`${path} ${found.size}\n`);
    }
  return `pretrained-${hash.digest('hex').slice(0, 32)}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

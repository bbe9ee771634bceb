import { z } from 'zod';

/** A sentence-embedding model that somebody else has trained, and how its makers want it to be used. */
export const PretrainedSettings = z.strictObject({
  /** A name at Hugging Face, such as `Xenova/all-MiniLM-L6-v2`, or a folder with `config.json`, `tokenizer.json` and `onnx/`. */
  model: z.string().min(1).max(500),
  /** A branch, tag or commit of a named model. */
  revision: z.string().min(1).max(100).optional(),
  /** Which of its files: `fp32`, `q8`, … as the library names them. */
  dtype: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4f16']).optional(),
  /** How the vectors of a text's tokens become one. */
  pooling: z.enum(['mean', 'cls', 'last_token']).default('mean'),
  /** Numbers of a vector that are kept. Default: all, or 512 of more. */
  dimensions: z.number().int().min(8).max(512).optional(),
  /**
   * How a longer vector becomes that short: its first numbers, which is right for models trained for it (Matryoshka), or a fixed
   * random projection, which treats all of its numbers alike.
   */
  shorten: z.enum(['cut', 'project']).default('cut'),
  /** What the model wants in front of a question, such as `query: `. */
  query: z.string().max(200).default(''),
  /** What the model wants in front of a paper, such as `passage: `. */
  passage: z.string().max(200).default(''),
});
export type PretrainedSettings = z.infer<typeof PretrainedSettings>;

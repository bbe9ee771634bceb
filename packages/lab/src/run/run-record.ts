import { z } from 'zod';
import { runPlan } from './run-plan.ts';

const numbers = z.record(z.string(), z.number());

const machineFacts = z.object({
  /** As it names itself. */
  processor: z.string(),
  cores: z.int(),
  /** How many threads computed. */
  threads: z.int(),
  /** `Node 24.20.0`, or the browser. */
  runtime: z.string(),
  backend: z.enum(['wasm', 'webgpu']),
  /** Which kernels: `fused` rounds products once, `plain` twice; null on WebGPU. */
  build: z.enum(['fused', 'plain']).nullable(),
});

export type MachineFacts = z.infer<typeof machineFacts>;

const codeFacts = z.object({
  version: z.string(),
  /** Where the program runs from a git checkout: its commit. */
  commit: z.string().nullable(),
  /** Whether nothing was changed since that commit. */
  clean: z.boolean().nullable(),
});

export type CodeFacts = z.infer<typeof codeFacts>;

const curvePoint = z.object({
  step: z.int(),
  loss: z.number(),
  learningRate: z.number(),
  readings: numbers,
});

const shared = {
  version: z.literal(1),
  id: z.string().min(1),
  /** Of the plan and the data together; of an analysis of its arm. */
  hash: z.string(),
  seed: z.int(),
  code: codeFacts,
  machine: machineFacts,
  /** When it began, in UTC (ISO 8601). */
  started: z.iso.datetime(),
  /** How long it computed, without pauses between sessions. */
  seconds: z.object({ training: z.number(), evaluation: z.number() }),
};

/** Shares are from 0 to 1. Which there are depends on the data: see `evaluateEncoder`. */
const metrics = numbers;

/** What a run was and what came of it: everything to judge it by, and to do it again. */
export const runRecord = z.object({
  ...shared,
  kind: z.literal('run'),
  plan: runPlan,
  data: z.object({
    name: z.string(),
    kind: z.enum(['images', 'table', 'texts']),
    licence: z.string(),
    origin: z.string(),
    /** SHA-256 of its files. */
    checksum: z.string(),
    train: z.int(),
    test: z.int(),
    classes: z.array(z.string()),
  }),
  encoder: z.object({
    /** How many numbers it has to learn. */
    parameters: z.int(),
    /** Length of a representation. */
    gives: z.int(),
    /** SHA-256 of its learnt parameters as a safetensors file: equal bits, equal checksums. */
    checksum: z.string(),
  }),
  /** Steps of training. */
  steps: z.int(),
  curve: z.array(curvePoint),
  metrics,
  /** The same metrics of what was not learnt; null where nobody looked. */
  baselines: z.object({ untrained: metrics.nullable(), raw: metrics.nullable() }),
});

export type RunRecord = z.infer<typeof runRecord>;

/** Lines of numbers over numbers, to be drawn. */
const series = z.object({
  name: z.string(),
  x: z.array(z.number()),
  y: z.array(z.number()),
});

export type Series = z.infer<typeof series>;

/** What an analysis found, for rows that are no method to train. */
export const analysisRecord = z.object({
  ...shared,
  kind: z.literal('analysis'),
  /** The recipe and arm that it is of. */
  row: z.string(),
  arm: z.string(),
  metrics,
  series: z.array(series),
});

export type AnalysisRecord = z.infer<typeof analysisRecord>;

export const labRecord = z.discriminatedUnion('kind', [runRecord, analysisRecord]);

export type LabRecord = z.infer<typeof labRecord>;

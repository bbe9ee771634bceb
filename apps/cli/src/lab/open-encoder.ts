import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  dataFolder,
  featuresOf,
  loadEncoder,
  readDataSet,
  toTensor,
  type DataSet,
  type EncoderFacts,
  type Part,
} from '@broadsheet/lab';
import type { Features } from '@broadsheet/methods';
import { wholeNumber } from '../arguments.ts';
import { requireFile } from '../require-file.ts';
import { explained } from './explained.ts';
import { startEngine } from './run-lab.ts';
import { tellFaults } from './show-record.ts';

export interface EncodeFlags {
  dataFolder?: string;
  label?: string;
  limit?: number;
  threads?: number;
  json?: boolean;
}

/** An encoder's file and the data it is to read. */
export function withEncodeFlags(command: Command): Command {
  return command
    .argument('<encoder>', 'a file that `broadsheet lab run … --save` wrote')
    .argument('<data>', 'a data set, or a folder of images, a .csv or a .jsonl file of your own')
    .option('--data-folder <path>', 'where data sets are that do not ship')
    .option('--label <name>', 'the column or field that is no input')
    .option('--limit <number>', 'at most so many inputs of each part', wholeNumber(1, 100_000_000))
    .option('--threads <number>', 'that compute (as many as there are cores)', wholeNumber(1, 256))
    .option('--json', 'print JSON');
}

/** What an encoder makes of data: every input of both parts, the learning part first. */
export interface Encoded {
  readonly features: Features;
  /** What each input is called. */
  readonly names: readonly string[];
  readonly data: DataSet;
  readonly facts: EncoderFacts;
}

export async function encodeData(path: string, name: string, flags: EncodeFlags): Promise<Encoded> {
  requireFile(path);
  await startEngine(flags.threads);
  return explained(
    (async () => {
      const { encoder, facts } = loadEncoder(await readFile(path));
      const { reading } = facts;
      const data = await readDataSet(
        {
          name,
          ...(flags.label === undefined ? {} : { label: flags.label }),
          ...(flags.limit === undefined ? {} : { limit: flags.limit }),
          ...(reading.kind === 'images' ? { imageSize: Math.max(reading.shape[0], reading.shape[1]) } : {}),
        },
        dataFolder(flags.dataFolder),
        reading.kind === 'table' ? reading.columns : undefined,
      );
      tellFaults(data);
      const parts = [data.train, data.test].filter(({ n }) => n > 0);
      const found = [];
      for (const part of parts) {
        const inputs = toTensor(reading, part.inputs);
        found.push(await featuresOf(encoder, inputs));
        inputs.dispose();
      }
      return {
        features: joined(found, parts),
        names: parts.flatMap((part, i) => namesOf(part, i, data)),
        data,
        facts,
      };
    })(),
  );
}

/** Inputs that have no name are called by their place and their class. */
function namesOf(part: Part, index: number, { classes }: DataSet): readonly string[] {
  const classOf = (i: number): string => {
    const label = part.labels?.[i];
    return label === undefined ? '' : ` (${classes[label] ?? label})`;
  };
  return (
    part.names ??
    Array.from({ length: part.n }, (_, i) => `${index === 0 ? 'train' : 'test'} ${i}${classOf(i)}`)
  );
}

function joined(all: readonly Features[], parts: readonly Part[]): Features {
  const n = all.reduce((sum, features) => sum + features.n, 0);
  const width = all[0]?.width ?? 0;
  const values = new Float32Array(n * width);
  let at = 0;
  for (const features of all) {
    values.set(features.values, at);
    at += features.values.length;
  }
  const labels = parts.every((part) => part.labels !== undefined)
    ? Int32Array.from(parts.flatMap((part) => Array.from(part.labels ?? [])))
    : null;
  return { n, width, values, ...(labels === null ? {} : { labels }) };
}

import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fewOfEachClass, forChoosing, limited } from '../data/choose-inputs.ts';
import type { DataKind, DataSet } from '../data/data-set.ts';
import { readDigits } from '../data/digits.ts';
import { longTailed } from '../data/long-tailed.ts';
import type { TableColumn } from '../data/table-columns.ts';
import { tableDataSet } from '../data/table-data-set.ts';
import type { DataChoice } from '../run/run-plan.ts';
import { checksum } from './checksum.ts';
import { readCifar10 } from './cifar10.ts';
import { DataError, dataFolder } from './data-folder.ts';
import { readPaperTexts } from './papers.ts';
import { readCsv } from './read-csv.ts';
import { readImageFolder } from './read-image-folder.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readTable, tables } from './tables.ts';

export interface KnownDataSet {
  readonly name: string;
  readonly kind: DataKind;
  /** Whether it comes with the program; others are read from the laboratory's folder. */
  readonly ships: boolean;
  read(folder: string, choice: DataChoice): Promise<DataSet>;
}

const digitsFile = new URL('../../../../data/digits.safetensors.gz', import.meta.url);

/** The data sets that have a name. */
export const knownDataSets: readonly KnownDataSet[] = [
  {
    name: 'digits',
    kind: 'images',
    ships: true,
    read: async () => readDigits(new Uint8Array(await readFile(digitsFile))),
  },
  { name: 'cifar10', kind: 'images', ships: false, read: readCifar10 },
  {
    name: 'cifar10-lt',
    kind: 'images',
    ships: false,
    read: async (folder, { imbalance = 100 }) => longTailed(await readCifar10(folder), { imbalance }),
  },
  {
    name: 'digits-lt',
    kind: 'images',
    ships: true,
    read: async (_, { imbalance = 100 }) =>
      longTailed(await readDigits(new Uint8Array(await readFile(digitsFile))), { imbalance }),
  },
  ...Object.keys(tables).map((name): KnownDataSet => ({
    name,
    kind: 'table',
    ships: false,
    read: (folder) => readTable(name, folder),
  })),
  { name: 'papers', kind: 'texts', ships: false, read: readPaperTexts },
];

/** Larger files of one's own are refused. */
const mostBytes = 400_000_000;

/**
 * Reads data to learn from: a data set by name, or one's own by path (a folder of images, a `.csv` or `.tsv` table, `.jsonl`
 * texts; `.gz` is unpacked).
 * @param folder of data sets that do not ship: `dataFolder()` unless given.
 * @param columns that a table of one's own is to be read by, as an encoder knows them.
 * @throws DataError where it is not there or cannot be read: what is wanted, and where.
 */
export async function readDataSet(
  choice: DataChoice,
  folder: string = dataFolder(),
  columns?: readonly TableColumn[],
): Promise<DataSet> {
  const known = knownDataSets.find(({ name }) => name === choice.name);
  const whole = known === undefined ? await readOwn(choice, columns) : await known.read(folder, choice);
  const data = choice.validation === true ? forChoosing(whole) : whole;
  const few = choice.perClass === undefined ? data : fewOfEachClass(data, choice.perClass);
  return choice.limit === undefined ? few : limited(few, choice.limit);
}

async function readOwn(choice: DataChoice, columns?: readonly TableColumn[]): Promise<DataSet> {
  const { name, label } = choice;
  const found = await stat(name).catch(() => null);
  if (found === null)
    throw new DataError(
      `There are no data named ${name}, and no file or folder.`,
      `Data sets: ${knownDataSets.map((one) => one.name).join(', ')}. Or name a folder of images, a .csv or a .jsonl file.`,
    );
  if (found.isDirectory())
    return readImageFolder(name, choice.imageSize === undefined ? {} : { size: choice.imageSize });
  if (found.size > mostBytes) throw new DataError(`${name} is larger than ${mostBytes / 1e6} MB.`);
  const bytes = await readFile(name);
  const facts = { name, licence: 'the reader’s own', origin: name, checksum: checksum(bytes) };
  const text = new TextDecoder().decode(/\.gz$/i.test(name) ? await unpacked(name, bytes) : bytes);
  const labelled = label === undefined ? {} : { label };
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name)) return readJsonLines(text, { ...facts, ...labelled });
  if (/\.(csv|tsv)(\.gz)?$/i.test(name)) {
    const { table, faults } = readCsv(text, { name });
    return tableDataSet(table, {
      ...facts,
      ...labelled,
      faults,
      ...(columns === undefined ? {} : { columns }),
    });
  }
  throw new DataError(
    `What ${name} holds cannot be told by its name.`,
    'Folders of PNG and JPEG images, .csv and .tsv tables, and .jsonl texts are read.',
  );
}

/** @throws DataError where it is no gzip, or holds more than is read. */
async function unpacked(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(`${name} cannot be unpacked, or holds more than ${mostBytes / 1e6} MB: ${why}`);
  }
}

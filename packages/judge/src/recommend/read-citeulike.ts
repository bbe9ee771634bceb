import { join } from 'node:path';
import { JudgeError } from '../judge-error.ts';
import { firstOf, readLines } from '../collection/read-lines.ts';

/** The words of a paper and how often each stands there. */
export type Bag = readonly { readonly word: number; readonly count: number }[];

/** Papers as bags of words, and who keeps which. */
export interface CiteULike {
  /** What a word's number stands for. */
  readonly vocabulary: readonly string[];
  /** One of each paper. */
  readonly bags: readonly Bag[];
  /** The papers that each reader keeps, none twice. */
  readonly readers: readonly (readonly number[])[];
  /** The papers that each paper cites. */
  readonly citations: readonly (readonly number[])[];
}

/**
 * Reads citeulike-t (Wang, Chen and Li 2013): `vocabulary.dat`, a word a line; `mult.dat`, a paper a line, as how many words and
 * then `word:count`; `users.dat` and `citations.dat`, a reader or a paper a line, as how many papers and then their numbers.
 * Numbers count from 0. Empty papers keep their place.
 * @throws JudgeError where a file is missing, or a line says something else, with file and line.
 */
export async function readCiteULike(folder: string): Promise<CiteULike> {
  const vocabulary: string[] = [];
  for await (const { text } of readLines(required(folder, 'vocabulary.dat'))) vocabulary.push(text);
  const bags: Bag[] = [];
  const papers = required(folder, 'mult.dat');
  for await (const { number, text } of readLines(papers))
    bags.push(
      cellsOf(text, papers, number).map((cell) => {
        const [word, count] = cell.split(':').map(Number);
        if (!isPlace(word, vocabulary.length) || count === undefined || !(count > 0))
          throw broken(papers, number, `${cell} is no word of the vocabulary with a count`);
        return { word, count };
      }),
    );
  const lists = async (name: string) => {
    const path = required(folder, name);
    const rows: number[][] = [];
    for await (const { number, text } of readLines(path))
      rows.push([
        ...new Set(
          cellsOf(text, path, number).map((cell) => {
            const paper = Number(cell);
            if (!isPlace(paper, bags.length)) throw broken(path, number, `there is no paper ${cell}`);
            return paper;
          }),
        ),
      ]);
    return rows;
  };
  return { vocabulary, bags, readers: await lists('users.dat'), citations: await lists('citations.dat') };
}

/** A bag as a text: each word as often as it is there, since the order is lost. */
export function textOfBag(bag: Bag, vocabulary: readonly string[]): string {
  return bag
    .map(({ word, count }) => `${vocabulary[word]} `.repeat(count))
    .join('')
    .trimEnd();
}

function cellsOf(text: string, path: string, line: number): string[] {
  const [count, ...cells] = text.trim().split(/\s+/);
  if (Number(count) !== cells.length)
    throw broken(path, line, `it says ${count} and has ${cells.length} entries`);
  return cells;
}

function isPlace(value: number | undefined, size: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < size;
}

function required(folder: string, name: string): string {
  const path = firstOf(join(folder, name), join(folder, `${name}.gz`));
  if (path !== null) return path;
  throw new JudgeError(
    `There is no ${name} in ${folder}.`,
    'citeulike-t has vocabulary.dat, mult.dat, users.dat and citations.dat.',
  );
}

function broken(path: string, line: number, reason: string): JudgeError {
  return new JudgeError(`${path}, line ${line}: ${reason}.`, 'Take the file anew from where it is from.');
}

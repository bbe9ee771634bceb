import type { DataSet, TextInputs } from '../data/data-set.ts';
import { readWanted } from './data-folder.ts';
import { readJsonLines } from './read-json-lines.ts';

/** Titles and abstracts of arXiv papers with their first category, from papers.jsonl.gz in the laboratory's folder. */
export async function readPaperTexts(folder: string): Promise<DataSet<TextInputs>> {
  const path = 'papers.jsonl.gz';
  const sha256 = 'e479e4800588d83abaa60b8e8337b512a3d5143089ffa7b07973e4e282fe769f';
  const { files, checksum } = await readWanted('papers', [{ path, sha256 }], folder);
  const text = new TextDecoder().decode(files.get(path));
  // Papers of other sources have no categories: they are no faults.
  const data = readJsonLines(text, {
    name: 'papers',
    licence: 'CC0 1.0 (arXiv metadata)',
    origin: 'arXiv: titles, abstracts and first categories',
    checksum,
    label: 'categories',
    leastOfClass: 200,
  });
  return { ...data, faults: data.faults.filter(({ what }) => what !== 'no categories') };
}

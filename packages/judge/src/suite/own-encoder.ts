import type { TextEncoder } from '@broadsheet/learn';
import type { JudgedDocument } from '../collection/collection.ts';
import { readCollection } from '../collection/read-collection.ts';
import { trainOnDocuments } from '../encoders/train-on-documents.ts';
import { readCiteULike, textOfBag } from '../recommend/read-citeulike.ts';
import { readCsfcube } from '../similar/read-csfcube.ts';
import { folderOf, judgedSets, type JudgedSet } from './sets.ts';

/** An encoder that is trained on a set's own documents, without anything that was judged: what an operator does with a library. */
export async function ownEncoder(name: string, data: string, seed: number): Promise<TextEncoder> {
  const set = judgedSets.find((one) => one.name === name);
  if (set === undefined) throw new RangeError(`There is no set ${name}.`);
  process.stderr.write(`${name}: training on its documents\n`);
  const { encoder } = await trainOnDocuments(await documentsOf(set, data), { seed });
  return encoder;
}

async function documentsOf(set: JudgedSet, data: string): Promise<readonly JudgedDocument[]> {
  const folder = folderOf(set, data);
  switch (set.kind) {
    case 'search':
      return (await readCollection(folder)).documents;
    case 'similar':
      return [...(await readCsfcube(folder)).papers.values()].map(({ id, title, abstract }) => ({
        id,
        title,
        text: abstract,
      }));
    case 'recommend': {
      const { bags, vocabulary } = await readCiteULike(folder);
      return bags.map((bag, id) => ({ id: String(id), title: '', text: textOfBag(bag, vocabulary) }));
    }
  }
}

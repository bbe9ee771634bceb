import { countTexts, findNextTexts, type PaperText, type Store } from '@broadsheet/papers';
import { isHeldOut, shareHeldOut } from './held-out.ts';

/** What an encoder is trained on, which can be read any number of times. */
export interface TrainingTexts {
  readonly count: number;
  /** In the order of ids, some hundreds at once. */
  read(): AsyncIterable<PaperText[]>;
}

/** Which papers of the store take part: those up to an id, without a share of them. */
export interface TextsPart {
  readonly until: number;
  readonly share: number;
}

/** Papers of one question to the store. */
const page = 500;
/** Characters of an abstract that can be told from others. */
const leastAbstract = 100;

/** All papers that are in the store at this moment, less those that are held out. */
export async function wholeStore(store: Pick<Store, 'query'>): Promise<TextsPart & { papers: number }> {
  const { papers, last } = await countTexts(store);
  return { papers, until: last, share: shareHeldOut(papers) };
}

/** Reads the store once to part it: what may be trained on, and held-out papers that have a title and an abstract. */
export async function partTexts(
  store: Pick<Store, 'query'>,
  part: TextsPart,
): Promise<{ training: TrainingTexts; heldOut: PaperText[] }> {
  const heldOut: PaperText[] = [];
  let count = 0;
  for await (const texts of pages(store, part.until))
    for (const text of texts)
      if (!isHeldOut(text.title, part.share)) count++;
      else if (text.title.trim() !== '' && text.abstract.length >= leastAbstract) heldOut.push(text);
  return {
    heldOut,
    training: {
      count,
      async *read() {
        for await (const texts of pages(store, part.until))
          yield texts.filter(({ title }) => !isHeldOut(title, part.share));
      },
    },
  };
}

async function* pages(store: Pick<Store, 'query'>, until: number): AsyncGenerator<PaperText[]> {
  let after = 0;
  for (;;) {
    const texts = (await findNextTexts(store, after, page)).filter(({ id }) => id <= until);
    const last = texts.at(-1);
    if (last === undefined) return;
    yield texts;
    after = last.id;
  }
}

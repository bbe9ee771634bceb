import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { readPage, readPapers, type PaperText } from '@broadsheet/papers';
import { start } from '@broadsheet/tensor';
import { trainEncoder, type EncoderWatch } from '../train/train-encoder.ts';
import { isHeldOut, shareHeldOut } from '../versions/held-out.ts';

/** Everything random follows from it. */
const seed = 1;
/** So that the file stays below 8 MB. */
const lexicon = { terms: 27_000, buckets: 2_048 };

/**
 * Trains the encoder that comes with the program on what else comes with it: the first edition and the sample, less what is held
 * out of any training. The same bytes each time and on any machine, since the kernels are those without fused products.
 * @param dataDir the folder `data/` of the program.
 */
export async function trainFirstEdition(dataDir: string, watch: EncoderWatch = {}): Promise<Uint8Array> {
  await start({ build: 'plain', threads: 2 });
  const all = [
    ...(await readTexts(dataDir, 'first-edition.txt')),
    ...(await readTexts(dataDir, 'sample.jsonl.gz')),
  ];
  const share = shareHeldOut(all.length);
  const texts = all.filter(({ title }) => !isHeldOut(title, share));
  const trained = await trainEncoder(
    {
      count: texts.length,
      async *read() {
        yield await Promise.resolve(texts);
      },
    },
    { seed, settings: { lexicon } },
    watch,
  );
  if (trained === null) throw new Error('Interrupted.');
  return trained.model;
}

/** The papers of a file, a text of each. */
async function readTexts(dataDir: string, name: string): Promise<PaperText[]> {
  const file = createReadStream(join(dataDir, name));
  const texts: PaperText[] = [];
  for await (const item of name.endsWith('.txt') ? readPage(file) : readPapers(file, { name }))
    if (item.ok)
      texts.push({ id: texts.length, title: item.record.title, abstract: item.record.abstract ?? '' });
  return texts;
}

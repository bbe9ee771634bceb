import {
  activateEncoder,
  addEncoder,
  analyse,
  findNextTexts,
  findPaper,
  openStore,
  writeVectors,
  type PaperVector,
} from '@broadsheet/papers';
import { inject } from 'vitest';
import { freshPlace } from './fresh-place.ts';
import { startSite, type Site } from './site.ts';

const dimensions = 64;
/** One of the sample's papers, which the encoder has not read. */
export const unread = '2608.19758';

/**
 * A site whose papers have vectors: their words, each at a place and with a sign of its own (feature hashing; Weinberger et al.,
 * 2009). It is quick, and papers with the same words are near each other.
 */
export async function startMapSite(): Promise<Site> {
  const place = await freshPlace(inject('loadedPlace'));
  const store = await openStore({ home: place.env.BROADSHEET_HOME, databaseUrl: place.env.DATABASE_URL });
  try {
    const id = await addEncoder(store, {
      fingerprint: 'hashed words',
      name: 'Hashed words',
      dimensions,
      model: null,
      about: {},
    });
    const left = await findPaper(store, unread);
    const texts = await findNextTexts(store, 0, 10_000);
    const vectors = texts
      .filter((text) => text.id !== left?.id)
      .map((text): PaperVector => ({ paperId: text.id, codes: hashed(`${text.title} ${text.abstract}`) }));
    await writeVectors(store, { id, dimensions }, vectors);
    await activateEncoder(store, id);
  } finally {
    await store.close();
  }
  return startSite({}, place);
}

function hashed(text: string): Int8Array {
  const sums = new Float64Array(dimensions);
  for (const word of new Set(analyse(text).split(' '))) {
    let hash = 2166136261;
    for (const letter of word) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
    const at = (hash >>> 8) % dimensions;
    sums[at] = (sums[at] ?? 0) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...sums) || 1;
  return Int8Array.from(sums, (value) => Math.round((127 * value) / length));
}

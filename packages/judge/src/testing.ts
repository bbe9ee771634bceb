import type { TextEncoder } from '@broadsheet/learn';
import { analyse } from '@broadsheet/papers';
import { seededRandom } from './random/seeded-random.ts';
import type { Collection } from './collection/collection.ts';

/** An encoder for tests: the sum of a random direction of each term, which keeps cosines of bags of words about as they are. */
export function hashedWords(dimensions = 64): TextEncoder {
  const direction = (term: string) => {
    let hash = 0;
    for (const sign of term) hash = (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) | 0;
    const random = seededRandom(hash);
    return Array.from({ length: dimensions }, () => (random() < 0.5 ? -1 : 1));
  };
  return {
    fingerprint: `hashed-words-${dimensions}`,
    name: 'hashed words',
    dimensions,
    encode: (inputs) => {
      const vectors = new Float32Array(inputs.length * dimensions);
      inputs.forEach((input, row) => {
        const text = typeof input === 'string' ? input : `${input.title} ${input.abstract}`;
        const sum = new Float64Array(dimensions);
        for (const term of analyse(text).split(' ').filter(Boolean))
          direction(term).forEach((sign, at) => (sum[at] = (sum[at] ?? 0) + sign));
        const length = Math.hypot(...sum);
        if (length > 0)
          vectors.set(
            [...sum].map((value) => value / length),
            row * dimensions,
          );
      });
      return Promise.resolve(vectors);
    },
  };
}

/** Ten documents, of which two have one text, one has no title and one nothing at all, and four queries. */
export const tenDocuments: Collection = {
  name: 'ten',
  faults: [],
  documents: [
    { id: 'twins', title: 'Barlow twins', text: 'Redundancy reduction makes two views of an image agree.' },
    { id: 'simclr', title: 'A simple framework', text: 'Contrastive learning of visual representations.' },
    {
      id: 'copy 1',
      title: 'Trees of proteins',
      text: 'Phylogeny by maximum likelihood of protein families.',
    },
    {
      id: 'copy 2',
      title: 'Trees of proteins',
      text: 'Phylogeny by maximum likelihood of protein families.',
    },
    {
      id: 'untitled',
      title: '',
      text: 'measurement of the dielectric constant of liquids by waveguides with unusual microwave techniques in gigahertz bands',
    },
    { id: 'empty', title: '', text: '' },
    {
      id: 'long',
      title: 'Long',
      text: `${'A sentence about nothing in particular. '.repeat(200)}Zebrafish end it.`,
    },
    { id: 'or', title: 'Or else', text: 'A year: 1999. "Quoted phrase" stands here.' },
    { id: 'graphs', title: 'Graph networks', text: 'Messages pass between nodes of a graph.' },
    { id: 'speech', title: 'Speech units', text: 'Discrete units of speech are found without labels.' },
  ],
  queries: [
    {
      id: '1',
      text: 'redundancy reduction',
      grades: new Map([
        ['twins', 2],
        ['simclr', 1],
      ]),
    },
    {
      id: '2',
      text: 'maximum likelihood phylogeny',
      grades: new Map([
        ['copy 1', 1],
        ['copy 2', 1],
      ]),
    },
    {
      id: '3',
      text: 'GIGAHERTZ OR ZEBRAFISH',
      grades: new Map([
        ['untitled', 1],
        ['long', 1],
      ]),
    },
    { id: '4', text: 'year: "quoted" -phrase', grades: new Map([['or', 1]]) },
  ],
};

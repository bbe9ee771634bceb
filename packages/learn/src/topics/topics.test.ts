import { draw, type Features } from '@broadsheet/methods';
import { random, start } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { classTfIdf } from './class-tf-idf.ts';
import { findTopics } from './find-topics.ts';
import { nameTopics } from './name-topics.ts';
import { simplifiedSilhouette } from './simplified-silhouette.ts';
import { termsOf } from './terms-of.ts';

beforeAll(() => start());

const written = (text: string) => termsOf(text).map((term) => term.written);

describe('class tf-idf', () => {
  test('by hand', () => {
    // 6 + 2 terms in two classes: A = 4. "graph" is there 4 times in all, "node" 3 times, "cell" once.
    const [first, second] = classTfIdf([
      new Map([['graph', 3], ['node', 3]]), // prettier-ignore
      new Map([['graph', 1], ['cell', 1]]), // prettier-ignore
    ]);
    expect(first?.get('graph')).toBeCloseTo(3 * Math.log(2), 12);
    expect(first?.get('node')).toBeCloseTo(3 * Math.log(1 + 4 / 3), 12);
    expect(second?.get('graph')).toBeCloseTo(Math.log(2), 12);
    expect(second?.get('cell')).toBeCloseTo(Math.log(5), 12);
    expect(classTfIdf([])).toEqual([]);
  });
});

describe('terms', () => {
  test('are words and phrases of two that may name a topic', () => {
    expect(written('We propose graph neural networks for protein folding.')).toEqual([
      'graph',
      'graph neural',
      'neural networks',
      'protein',
      'folding',
      'protein folding',
    ]);
  });

  test('are not made across punctuation, formulas, stop words or numbers', () => {
    expect(written('Diffusion, retrieval of $x$ agents 42 robots')).toEqual([
      'diffusion',
      'retrieval',
      'agents',
      'robots',
    ]);
  });

  test('are the same in plural and singular, of abbreviations too', () => {
    const [one, other] = [termsOf('an LLM'), termsOf('some LLMs')];
    expect(one[0]?.key).toBe(other[0]?.key);
    expect(termsOf('language model').map(({ key }) => key)).toEqual(termsOf('language models').map(({ key }) => key)); // prettier-ignore
  });

  test('are the same with and without a hyphen', () => {
    const keys = (text: string) => termsOf(text).map(({ key }) => key);
    expect(keys('pre-training of multi-view encoders')).toEqual(keys('pretraining of multiview encoders'));
  });

  test('keep capitals that are not a sentence’s own', () => {
    expect(written('Transformers win. Gaussian Splatting too, and “Bayesian” trees: Robots.')).toEqual([
      'transformers',
      'win',
      'transformers win',
      'gaussian',
      'Splatting',
      'gaussian Splatting',
      'Bayesian',
      'trees',
      'robots',
    ]);
  });
});

describe('names of topics', () => {
  const paper = (title: string, abstract: string) => ({ title, abstract });
  const texts = [
    paper('Diffusion Models', 'A diffusion model draws images. Diffusion models are slow.'),
    paper('Samplers', 'The diffusion models of images need samplers.'),
    paper('Scores', 'We use diffusion models with a sampler.'),
    paper('Parsing', 'Dependency parsing of Latin. Treebanks of Latin help.'),
    paper('Grammar', 'A treebank for dependency parsing.'),
    paper('Verbs', 'Parsing Latin verbs with a treebank.'),
  ];
  const topicOf = [0, 0, 0, 1, 1, 1];

  test('are their own words and phrases, written as papers write them', () => {
    const [diffusion, parsing] = nameTopics(texts, topicOf);
    expect(diffusion?.[0]).toBe('diffusion models');
    expect(diffusion).toContain('images');
    expect(parsing?.slice().sort()).toEqual(['Latin', 'dependency parsing', 'treebank'].sort());
  });

  test('say no word twice, in plural neither', () => {
    for (const name of nameTopics(texts, topicOf)) {
      const stems = name.flatMap((one) => termsOf(one).flatMap(({ stems }) => stems));
      const words = name.flatMap((one) => one.split(' '));
      expect(new Set(stems).size).toBe(new Set(words.map((word) => word.toLowerCase())).size);
      expect(name.length).toBeLessThanOrEqual(4);
    }
    expect(
      nameTopics(texts, topicOf)
        .flat()
        .filter((one) => /^samplers?$/.test(one)),
    ).toHaveLength(1);
  });

  test('do not depend on the order of papers', () => {
    expect(nameTopics(texts.toReversed(), topicOf.toReversed())).toEqual(nameTopics(texts, topicOf));
  });

  test('one paper that says a word often names no topic', () => {
    const loud = [...texts, paper('Zebras', 'Zebras. '.repeat(50))];
    expect(
      nameTopics(loud, [...topicOf, 0])
        .flat()
        .join(' '),
    ).not.toContain('ebra');
  });

  test('are empty where papers have nothing in common, or there are none', () => {
    expect(nameTopics([paper('Of the', 'We propose this.'), paper('One', 'Two.')], [0, 0])).toEqual([[]]);
    expect(nameTopics([], [])).toEqual([]);
  });
});

describe('topics', () => {
  const clouds = (count: number, n: number, spread: number): Features => {
    const host = draw(random.key(7));
    const middles = Array.from({ length: count }, () => Array.from({ length: 20 }, () => host.normal()));
    return {
      values: Float32Array.from(
        Array.from({ length: n }, (_, i) =>
          // Lengths mean nothing, directions do.
          (middles[i % count] as number[]).map((value) => (1 + i) * (value + spread * host.normal())),
        ).flat(),
      ),
      n,
      width: 20,
    };
  };

  test.each([
    [4, 80],
    [7, 200],
  ])('finds %i clouds of directions, whatever their lengths', async (count, n) => {
    // prettier-ignore
    const found = await findTopics(clouds(count, n, 0.25));
    expect(new Set(found).size).toBe(count);
    found.forEach((topic, i) => expect(topic).toBe(found[i % count]));
    expect(await findTopics(clouds(count, n, 0.25))).toEqual(found);
  });

  test('are one for a handful, and at most 12', async () => {
    expect([...(await findTopics(clouds(2, 7, 0.1)))]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...(await findTopics({ values: new Float32Array(0), n: 0, width: 20 }))]).toEqual([]);
    expect(new Set(await findTopics(clouds(40, 800, 0.1))).size).toBeLessThanOrEqual(12);
  });

  test('silhouette by hand', () => {
    const features = { values: Float32Array.of(0, 2, 10), n: 3, width: 1 };
    // Centres 1 and 10: (10 - 1)/10, (8 - 1)/8, (9 - 0)/9.
    const value = simplifiedSilhouette(features, {
      k: 2,
      centres: Float32Array.of(1, 10),
      assignments: Int32Array.of(0, 0, 1),
    });
    expect(value).toBeCloseTo((0.9 + 7 / 8 + 1) / 3, 12);
    expect(simplifiedSilhouette(features, { k: 1, centres: Float32Array.of(4), assignments: new Int32Array(3) })).toBe(0); // prettier-ignore
  });
});

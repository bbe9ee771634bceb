import { cholesky, choleskySolve, columnMatrix, matrixFromRows } from '@broadsheet/tensor/linalg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Background, scattered, sparseProduct } from './background.ts';
import type { Features } from './features.ts';
import { InterestModel, type Example } from './interest-model.ts';
import { TermWeights } from './term-weights.ts';

const settings = { words: 0.5, restraint: 0.05, doubt: 0.8 };

/** A paper of four dimensions and eight terms that a number makes. */
function paperOf(seed: number): Features {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
  const vector = Array.from({ length: 4 }, next);
  const length = Math.hypot(...vector);
  const places = [0, 1, 2, 3, 4, 5, 6, 7].filter(() => next() > 0.2);
  const values = places.map(() => Math.abs(next()) + 0.01);
  const size = Math.hypot(...values) || 1;
  return {
    meaning: vector.map((x) => x / length),
    words: { places, values: values.map((x) => x / size) },
  };
}

const background = new Background(
  Array.from({ length: 12 }, (_, i) => paperOf(i)),
  4,
  settings,
);

describe('an interest', () => {
  test('is ridge regression of the examples on the background, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer(), fc.boolean(), fc.integer({ min: 1, max: 4 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer(),
        (chosen, asked) => {
          const examples = chosen.map(([seed, more, weight]): Example => ({
            features: paperOf(seed),
            verdict: more ? 'more' : 'less',
            weight,
          }));
          const paper = paperOf(asked);
          const found = new InterestModel(background, examples);
          expect(found.score(paper)).toBeCloseTo(byDefinition(examples, paper), 8);
          const { score, meaning, words, examples: shares } = found.explain(paper);
          expect(score).toBeCloseTo(found.score(paper), 10);
          expect(words.reduce((sum, { part }) => sum + part, meaning)).toBeCloseTo(score, 10);
          expect(shares.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 8);
        },
      ),
    );
  });

  test('scores what it wants more of above others, and what it wants less of below them', () => {
    const [wanted, unwanted] = [paperOf(100), paperOf(200)];
    const before = new InterestModel(background, [{ features: wanted, verdict: 'more', weight: 1 }]);
    const after = new InterestModel(background, [
      { features: wanted, verdict: 'more', weight: 1 },
      { features: unwanted, verdict: 'less', weight: 1 },
    ]);
    expect(before.score(wanted)).toBeGreaterThan(
      Math.max(...background.papers.map((paper) => before.score(paper))),
    );
    expect(after.score(unwanted)).toBeLessThan(before.score(unwanted));
    expect(after.score(unwanted)).toBeLessThan(0);
  });

  test('counts an example the more, the more it weighs', () => {
    const of = (weight: number) =>
      new InterestModel(background, [{ features: paperOf(100), verdict: 'more', weight }]).score(
        paperOf(100),
      );
    expect(of(4)).toBeGreaterThan(of(1));
    expect(of(1)).toBeGreaterThan(of(0.25));
    expect(of(1e9)).toBeCloseTo(1, 5);
  });

  test('says nothing without examples, and works without an encoder or a background', () => {
    expect(new InterestModel(background, []).score(paperOf(1))).toBe(0);
    const plain = new Background([], 0, settings);
    const paper: Features = { meaning: null, words: { places: [3], values: [1] } };
    const interest = new InterestModel(plain, [{ features: paper, verdict: 'more', weight: 1 }]);
    expect(interest.score(paper)).toBeCloseTo(0.5 / (0.5 + 0.8), 12);
    expect(interest.explain(paper).words).toEqual([{ place: 3, part: interest.score(paper) }]);
    expect(interest.score({ meaning: null, words: { places: [4], values: [1] } })).toBe(0);
  });
});

/** Kernel ridge regression in one system, with the ridge of each row. */
function byDefinition(examples: readonly Example[], paper: Features): number {
  const rows = [...background.papers, ...examples.map(({ features }) => features)];
  const kernel = (a: Features, b: Features) => {
    const [x, y] = [background.centred(a), background.centred(b)];
    return (
      x.reduce((sum, value, j) => sum + value * (y[j] ?? 0), 0) +
      settings.words * sparseProduct(scattered(a.words), b.words)
    );
  };
  const count = background.papers.length;
  const ridge = (i: number) =>
    i < count ? settings.restraint * count : settings.doubt / (examples[i - count]?.weight ?? 1);
  const system = matrixFromRows(
    rows.map((a, i) => rows.map((b, j) => kernel(a, b) + (i === j ? ridge(i) : 0))),
  );
  const wanted = columnMatrix(
    rows.map((_, i) => (i < count ? 0 : examples[i - count]?.verdict === 'more' ? 1 : -1)),
  );
  const factors = choleskySolve(cholesky(system), wanted).data;
  return rows.reduce((sum, row, i) => sum + (factors[i] ?? 0) * kernel(row, paper), 0);
}

describe('weights of terms', () => {
  test('by hand: rare terms tell more, unknown ones most, those of all papers nothing', () => {
    const weights = new TermWeights([['graph', 'model'], ['model', 'cell', 'cell'], ['model']]); // prettier-ignore
    const { places, values } = weights.weigh(['model', 'graph', 'graph', 'new']);
    expect(places.map((place) => weights.termAt(place))).toEqual(['graph', 'new']);
    const [graph, fresh] = [(1 + Math.log(2)) * Math.log(2), Math.log(4)];
    const length = Math.hypot(graph, fresh);
    expect(values[0]).toBeCloseTo(graph / length, 12);
    expect(values[1]).toBeCloseTo(fresh / length, 12);
    expect(weights.weigh(['model'])).toEqual({ places: [], values: [] });
    expect(() => weights.termAt(99)).toThrow('no term 99');
  });
});

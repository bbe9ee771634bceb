import { expect, test } from 'vitest';
import { continualRun, forgettingOf, partStages } from './continual-study.ts';

test('what is forgotten is what stages lose after they were learnt', () => {
  const { forgotten, old, newest } = forgettingOf({ found: [[0.9], [0.7, 0.8], [0.5, 0.7, 0.6]] });
  expect(forgotten).toBeCloseTo((0.4 + 0.1) / 2, 12);
  expect(old).toBeCloseTo(0.6, 12);
  expect(newest).toBe(0.6);
});

const themes = ['galaxy star telescope nebula', 'protein enzyme cell membrane'].map((words) =>
  words.split(' '),
);
const texts = Array.from({ length: 400 }, (_, id) => {
  const theme = themes[id < 200 ? 0 : 1] as string[];
  const word = (i: number) => theme[(id * 3 + i * i) % theme.length] as string;
  return {
    id,
    title: `${word(0)} ${word(1)} survey${id % 37}`,
    abstract: `We study ${word(2)} and ${word(3)} with the instrument survey${id % 37}. `.repeat(3),
  };
});

test('each stage is learnt in its turn, and looked at with all before', async () => {
  const stages = partStages(texts, 2);
  expect(stages.map(({ training, heldOut }) => training.length + heldOut.length)).toEqual([200, 200]);
  for (const { heldOut } of stages) expect(heldOut.length).toBeGreaterThan(2);
  const settings = { dimensions: 16, leastSteps: 40, epochs: 1, batch: 32 };
  for (const way of ['infinite', 'all anew'] as const) {
    const run = await continualRun(stages, { way, seed: 1, settings });
    expect(run.found.map((row) => row.length)).toEqual([1, 2]);
    for (const value of run.found.flat()) expect(value).toBeGreaterThan(0);
    expect(run).toMatchObject({ way, seed: 1 });
  }
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashedWords } from '../testing.ts';
import { encodeBags, encodedContent, tfIdfContent } from './content.ts';
import { drawReaders } from './draw-readers.ts';
import { judgeRecommend } from './judge-recommend.ts';
import { readCiteULike, textOfBag, type CiteULike } from './read-citeulike.ts';
import { cited, coReaders, fusedRecommender, popularity, type Recommender } from './recommender.ts';

/** Two fields of four papers each, whose words and readers are apart, but for one reader of both. */
const small: CiteULike = {
  vocabulary: ['leaf', 'root', 'soil', 'star', 'dust', 'orbit'],
  bags: [
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 1, 2],
    [3, 4],
    [3, 5],
    [4, 5],
    [3, 4, 5],
  ].map((words) => words.map((word) => ({ word, count: 1 + (word % 2) }))),
  readers: [
    [0, 1, 2, 3],
    [0, 1, 2],
    [4, 5, 6, 7],
    [4, 5, 7],
    [0, 7],
  ],
  citations: [[], [0], [], [], [5], [], [], []],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-citeulike-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the files are read, each fault with file and line', async () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  await expect(readCiteULike(folder)).rejects.toThrow(/There is no vocabulary\.dat/);
  write('vocabulary.dat', 'leaf\n\u2009\nroot');
  write('mult.dat', '2 0:3 2:1\n0\n');
  write('users.dat', '3 0 1 0\n');
  write('citations.dat', '0\n1 0\n');
  const set = await readCiteULike(folder);
  expect(set).toEqual({
    vocabulary: ['leaf', '\u2009', 'root'],
    bags: [
      [
        { word: 0, count: 3 },
        { word: 2, count: 1 },
      ],
      [],
    ],
    readers: [[0, 1]],
    citations: [[], [0]],
  });
  expect(textOfBag(set.bags[0] ?? [], set.vocabulary)).toBe('leaf leaf leaf root');
  write('users.dat', '1 0\n2 0\n');
  await expect(readCiteULike(folder)).rejects.toThrow(/users\.dat, line 2: it says 2 and has 1 entries/);
  write('users.dat', '1 2\n');
  await expect(readCiteULike(folder)).rejects.toThrow(/users\.dat, line 1: there is no paper 2/);
  write('mult.dat', '1 3:1\n');
  await expect(readCiteULike(folder)).rejects.toThrow(/mult\.dat, line 1: 3:1 is no word/);
});

test('readers are drawn by the seed, of those who keep enough, and nothing is both known and to be found', () => {
  const lists = Array.from({ length: 50 }, (_, at) => Array.from({ length: at % 13 }, (_unused, i) => i));
  const drawn = drawReaders(lists, { seed: 3, count: 8 });
  expect(drawn).toHaveLength(8);
  for (const { number, seeds, others } of drawn) {
    expect(lists[number]?.length).toBeGreaterThanOrEqual(10);
    expect([...seeds, ...others].sort((a, b) => a - b)).toEqual(lists[number]);
    expect(seeds).toHaveLength(5);
  }
  expect(drawReaders(lists, { seed: 3, count: 8 })).toEqual(drawn);
  expect(drawReaders(lists, { seed: 4, count: 8 })).not.toEqual(drawn);
  // Fewer of the same draw are its first ones.
  expect(drawReaders(lists, { seed: 3, count: 3 })).toEqual(drawn.slice(0, 3));
});

test('who asks does not count among the other readers', () => {
  expect([...(popularity(small).score([], 0) as Float64Array)]).toEqual([2, 1, 1, 0, 2, 2, 1, 3]);
  const scores = coReaders(small).score([0], 0);
  // Without reader 0, paper 0 has readers 1 and 4; paper 1 has reader 1, and paper 7 readers 2, 3 and 4.
  expect(scores[1]).toBeCloseTo(1 / Math.sqrt(2 * 1), 12);
  expect(scores[7]).toBeCloseTo(1 / Math.sqrt(2 * 3), 12);
  expect(scores[3]).toBe(0);
  expect([...(cited(small).score([0, 4], 0) as Float64Array)]).toEqual([0, 1, 0, 0, 0, 1, 0, 0]);
});

test('content: TF-IDF by hand, and the nearest or all of the seeds', () => {
  // Papers 0 and 1 share leaf, held by 3 of 8 papers like every word: weights 1 for count 1 and 1 + ln 2 for 2.
  const twice = 1 + Math.log(2);
  const lengths = [Math.hypot(1, twice), Math.hypot(1, 1), Math.hypot(1, twice)];
  const [one = 1, other = 1, third = 1] = lengths;
  const nearest = tfIdfContent(small, 'nearest').score([0, 2], 0);
  const centroid = tfIdfContent(small, 'centroid').score([0, 2], 0);
  expect(nearest[1]).toBeCloseTo(Math.max(1 / (one * other), 1 / (third * other)), 12);
  expect(centroid[1]).toBeCloseTo(1 / (one * other) + 1 / (third * other), 12);
  expect(centroid[4]).toBe(0);
});

test('content by an encoder finds papers of the same words', async () => {
  const encoder = hashedWords(256);
  const vectors = await encodeBags(small, encoder);
  expect(vectors).toHaveLength(8 * 256);
  for (const seeding of ['nearest', 'centroid'] as const) {
    const scores = encodedContent(vectors, 256, seeding).score([0, 1], 0);
    expect(Math.min(scores[2] ?? 0, scores[3] ?? 0)).toBeGreaterThan(
      Math.max(scores[4] ?? 1, scores[7] ?? 1),
    );
  }
});

test('fusion leaves the seeds and what nobody recommends out', () => {
  const part = (...scores: number[]): Recommender => ({ name: 'part', knows: 'texts', score: () => scores });
  const fused = fusedRecommender('both', 'texts', [part(9, 3, 2, 0), part(0, 0, 5, 0)], 4).score([0], 0);
  expect(fused[0]).toBe(0);
  expect(fused[1]).toBeCloseTo(1 / 61, 12);
  expect(fused[2]).toBeCloseTo(1 / 62 + 1 / 61, 12);
  expect(fused[3]).toBe(0);
});

test('every recommender is judged by the same readers', async () => {
  const judged = await judgeRecommend(small, {
    encoder: hashedWords(256),
    draw: { seeds: 2, least: 3, count: 10 },
  });
  expect(judged).toMatchObject({ readers: 4, papers: 8 });
  const recall = new Map(judged.systems.map((system) => [system.name, system.recall.mean]));
  // A hundred papers are more than there are: everything is found.
  expect(new Set(recall.values())).toEqual(new Set([1]));
  expect(recall.size).toBe(11);
});

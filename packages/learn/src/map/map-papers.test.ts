import { draw } from '@broadsheet/methods';
import { random, start } from '@broadsheet/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mapPapers, type MapRequest } from './map-papers.ts';
import { MapThread } from './map-thread.ts';

beforeAll(() => start());
const threads: MapThread[] = [];
afterAll(() => Promise.all(threads.map((thread) => thread.stop())));
const threadFor = (options?: ConstructorParameters<typeof MapThread>[0]) => {
  const thread = new MapThread(options);
  threads.push(thread);
  return thread;
};

const subjects = ['Protein folding', 'Machine translation', 'Galaxy surveys'];
const width = 16;

/** Papers about three subjects in turn, with vectors that go with them. */
function request(n: number): MapRequest {
  const host = draw(random.key(4));
  const middles = subjects.map(() => Array.from({ length: width }, () => 60 * host.normal()));
  return {
    papers: Array.from({ length: n }, (_, i) => ({
      id: 100 + i,
      title: `On ${subjects[i % 3]?.toLowerCase()} ${i}`,
      abstract: `${subjects[i % 3]} is what this paper is about.`,
    })),
    codes: Int8Array.from({ length: n * width }, (_, at) =>
      Math.max(
        -127,
        Math.min(
          127,
          Math.round((middles[Math.floor(at / width) % 3]?.[at % width] ?? 0) / 2 + 6 * host.normal()),
        ),
      ),
    ),
    width,
    reference: new Int8Array(0),
  };
}

test('papers are on the map in the order asked, with their topics by size', async () => {
  const asked = request(70);
  const map = await mapPapers(asked);
  expect(map.points.length).toBe(140);
  expect(map.topics.map(({ papers }) => papers)).toEqual([24, 23, 23]);
  expect(map.topics[0]?.words[0]).toBe('protein folding');
  expect(new Set(map.topics.map(({ words }) => words[0]))).toEqual(
    new Set(subjects.map((subject) => subject.toLowerCase())),
  );
  map.topicOf.forEach((topic, i) => expect(map.topics[topic]?.words[0]).toBe(subjects[i % 3]?.toLowerCase()));

  const turned = await mapPapers({
    ...asked,
    papers: asked.papers.toReversed(),
    codes: Int8Array.from(
      { length: asked.codes.length },
      (_, at) => asked.codes[(69 - Math.floor(at / width)) * width + (at % width)] as number,
    ),
  });
  expect(turned.topics).toEqual(map.topics);
  expect([...turned.points.subarray(0, 2)]).toEqual([...map.points.subarray(138, 140)]);
});

test('few papers, none, and codes that do not fit', async () => {
  expect((await mapPapers(request(0))).topics).toEqual([]);
  const one = await mapPapers(request(1));
  expect(one.topics.map(({ papers }) => papers)).toEqual([1]);
  expect(one.points.every(Number.isFinite)).toBe(true);
  await expect(mapPapers({ ...request(2), width: 15 })).rejects.toThrow('codes of 32 numbers, not 2 × 15');
});

test('a thread draws the same maps, in turn, and tells what went wrong', async () => {
  const thread = threadFor();
  const asked = request(40);
  const [first, wrong, last] = await Promise.allSettled([
    thread.draw(asked),
    thread.draw({ ...asked, width: 3 }),
    thread.draw(request(20)),
  ]);
  expect(first).toEqual({ status: 'fulfilled', value: await mapPapers(asked) });
  expect(wrong).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('not 40 × 3') as string } }); // prettier-ignore
  expect(last).toEqual({ status: 'fulfilled', value: await mapPapers(request(20)) });
});

test('a map that takes too long ends with its thread, and the next one has another', async () => {
  const thread = threadFor({ longest: 1 });
  await expect(thread.draw(request(40))).rejects.toThrow('took longer');
  await expect(thread.draw(request(40))).rejects.toThrow('took longer');
  const patient = threadFor({ idle: 10 });
  const map = await patient.draw(request(40));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await patient.draw(request(40))).toEqual(map);
});

test('who asks when many wait already is told to come back', async () => {
  const thread = threadFor();
  const asked = Array.from({ length: 10 }, () => thread.draw(request(20)));
  const answers = await Promise.allSettled(asked);
  expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([
    ...Array<boolean>(9).fill(true),
    false,
  ]);
  expect(answers[9]).toMatchObject({ reason: { message: expect.stringContaining('Try again') as string } });
});

import { addEncoder, ingest, writeVectors, type ReadItem, type Store } from '@broadsheet/papers';
import {
  addExamples,
  addInterest,
  answerFeed,
  placesOfDay,
  usualFeedSettings,
  writeFeedSettings,
  type FeedPlace,
  type FeedSettings,
} from '@broadsheet/people';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { quantise } from '../encoder/quantise.ts';
import { openWordEncoder, wordModel } from '../versions/fixtures/word-encoder.ts';
import type { InterestEncoder } from '../interests/paper-features.ts';
import { chooseFields } from './choose-fields.ts';
import { previewFeed, readFeed, remakeFeed } from './read-feed.ts';

let store: Store;
let encoder: InterestEncoder;
const ids = new Map<string, number>();
/** Tuesday, 10 March 2026, 11:00 in New York. */
const now = new Date('2026-03-10T15:00:00Z');
const tomorrow = new Date('2026-03-11T15:00:00Z');
const id = (key: string) => ids.get(key) ?? 0;

const subjects = {
  graph: 'graph node edge message passing network',
  protein: 'protein folding residue structure molecule cell',
  star: 'star galaxy orbit telescope dust survey',
  market: 'market price auction bidder trade equilibrium',
} as const;
type Subject = keyof typeof subjects;
const fields: Record<Subject, string> = {
  graph: 'cs.LG',
  protein: 'q-bio.BM',
  star: 'astro-ph.GA',
  market: 'econ.TH',
};
const each = 12;

beforeAll(async () => {
  store = await openTestStore();
  const items = Object.entries(subjects).flatMap(([subject, words], s) =>
    Array.from({ length: each }, (_, n): ReadItem => {
      const own = words.split(' ');
      return {
        ok: true,
        position: 'item',
        record: {
          source: 'fixture',
          key: `${subject}${n}`,
          identities: [{ scheme: 'arxiv', value: `2603.${String(1000 + 100 * s + n).padStart(5, '0')}` }],
          title: `${own[n % own.length]} ${own[(n + 1) % own.length]} study${n}`,
          abstract: `${words} ${own[(n * 5) % own.length]} finding${n} detail${n * 7}.`,
          authors: [{ name: `Author ${subject}` }],
          categories: [fields[subject as Subject]],
          published: { value: `2026-03-0${1 + (n % 6)}`, precision: 'day' },
        },
      };
    }),
  );
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
  const rows = await store.query<{ id: number; key: string }>('select paper_id as id, key from records');
  for (const row of rows) ids.set(row.key, row.id);
  const words = await openWordEncoder(wordModel({ seed: 1, dimensions: 64 }));
  const encoderId = await addEncoder(store, {
    fingerprint: words.fingerprint,
    name: words.name,
    dimensions: 64,
    model: null,
    about: {},
  });
  encoder = { id: encoderId, dimensions: 64, encode: (inputs) => words.encode(inputs) };
  const texts = await store.query<{ id: number; title: string; abstract: string }>(
    'select id, title, abstract from papers order by id',
  );
  const vectors = quantise(await words.encode(texts), 64);
  await writeVectors(
    store,
    { id: encoderId, dimensions: 64 },
    texts.map(({ id: paperId }, i) => ({ paperId, codes: vectors.slice(i * 64, (i + 1) * 64) })),
  );
  await store.query(
    `insert into members (id, handle, name, email) values ('ada', 'ada', 'Ada', 'ada@example.org')`,
  );
});
beforeEach(() => store.query('truncate interests, feed_settings, feed_places, library_entries cascade'));
afterAll(() => store.close());

async function begin(subject: Subject, weight = 50): Promise<number> {
  const made = await addInterest(store, 'ada', { name: subject, weight }, now);
  if ('refused' in made) throw new Error(made.refused);
  const seeds = [`${subject}0`, `${subject}1`].map((key) => ({
    verdict: 'more' as const,
    origin: 'seed' as const,
    paperId: id(key),
  }));
  await addExamples(store, 'ada', made.id, seeds, now);
  return made.id;
}

const settle = (change: Partial<FeedSettings>) =>
  writeFeedSettings(store, 'ada', {
    ...usualFeedSettings,
    places: 10,
    explore: 0,
    diversity: 0,
    recency: 0,
    ...change,
  });
const read = (at = now) => readFeed(store, encoder, { memberId: 'ada', now: at, hides: null });
const subjectOf = ({ paperId }: Pick<FeedPlace, 'paperId'>) =>
  [...ids].find(([, one]) => one === paperId)?.[0].replace(/\d+$/, '');

describe('a feed', () => {
  test('has what interests are about, without what they began with, and nothing without an interest', async () => {
    await settle({});
    expect(await read()).toEqual([]);
    await begin('graph');
    const places = await read();
    expect(places.length).toBeGreaterThan(4);
    expect(places.length).toBeLessThanOrEqual(10);
    expect(places.slice(0, 4).map(subjectOf)).toEqual(Array(4).fill('graph'));
    const shown = places.map(({ paperId }) => paperId);
    expect(shown).not.toContain(id('graph0'));
  });

  test('adds up, in each line, by its parts, and says which words and examples brought it', async () => {
    await settle({ votes: 50, code: 50 });
    await begin('graph');
    for (const { reason } of await read()) {
      const sum = Object.values(reason.parts).reduce((a, b) => a + b, 0);
      expect(reason.total).toBeCloseTo(sum, 6);
      expect(reason.words.length).toBeLessThanOrEqual(5);
      // Two examples are all there are: their shares are those of meaning and words together.
      const byExamples = reason.examples.reduce((all, { part }) => all + part, 0);
      expect(Math.abs(byExamples - reason.parts.meaning - reason.parts.words)).toBeLessThan(0.025);
    }
    const [first] = await read();
    expect(first?.reason).toMatchObject({ kind: 'interest', name: 'graph' });
    expect(first?.reason.words.map(({ word }) => word)).toContain('graph');
  });

  test('is the same all day, and shows nothing again on another', async () => {
    await settle({});
    await begin('graph');
    const today = await read();
    await begin('star');
    expect(await read()).toEqual(today);
    const next = await read(tomorrow);
    const shown = new Set(today.map(({ paperId }) => paperId));
    expect(next.length).toBeGreaterThan(0);
    expect(next.filter(({ paperId }) => shown.has(paperId))).toEqual([]);
    expect(await placesOfDay(store, 'ada', '2026-03-10')).toEqual(today);
  });

  test('gives each interest its floor by its weight, and none to one that rests', async () => {
    await settle({ floor: 100 });
    await begin('graph', 60);
    await begin('protein', 30);
    await begin('star', 0);
    const counts = new Map<string, number>();
    for (const place of await read()) counts.set(place.reason.name, (counts.get(place.reason.name) ?? 0) + 1);
    expect(counts.get('graph')).toBeGreaterThanOrEqual(6);
    expect(counts.get('protein')).toBeGreaterThanOrEqual(3);
    expect(counts.has('star')).toBe(false);
  });

  test('is made anew on demand, after what was said, and keeps what was answered', async () => {
    await settle({ places: 6 });
    const graphs = await begin('graph');
    const [first, second] = await read();
    await answerFeed(store, 'ada', first?.paperId ?? 0, 'more', now);
    await addExamples(
      store,
      'ada',
      graphs,
      [{ verdict: 'less', origin: 'feedback', paperId: second?.paperId ?? 0 }],
      now,
    );
    const anew = await remakeFeed(store, encoder, { memberId: 'ada', now, hides: null });
    expect(anew.find(({ paperId }) => paperId === first?.paperId)?.answer).toBe('more');
    expect(anew.map(({ paperId }) => paperId)).not.toContain(second?.paperId);
    expect(new Set(anew.map(({ paperId }) => paperId)).size).toBe(anew.length);
  });

  test('leaves out what rules hide and what the library has', async () => {
    await settle({ places: 30 });
    await begin('graph');
    await store.query(
      `insert into library_entries (member_id, paper_id, saved_at, changed_at) values ('ada', $1, $2, $2)`,
      [id('graph4'), now],
    );
    const places = await previewFeed(store, encoder, {
      memberId: 'ada',
      now,
      hides: (bind) => `p.id = any(${bind([id('graph2'), id('graph3')])}::bigint[])`,
    });
    const shown = places.map(({ paperId }) => paperId);
    expect(shown).toContain(id('graph5'));
    for (const key of ['graph2', 'graph3', 'graph4']) expect(shown).not.toContain(id(key));
    expect(await placesOfDay(store, 'ada', '2026-03-10')).toEqual([]);
  });

  test('takes off what repeats the papers above, when that is wanted', async () => {
    await settle({ diversity: 100 });
    await begin('graph');
    const places = await read();
    expect(places[0]?.reason.parts.repetition).toBe(0);
    for (const { reason } of places.slice(1)) expect(reason.parts.repetition).toBeLessThanOrEqual(0);
    expect(places.some(({ reason }) => reason.parts.repetition < -1)).toBe(true);
    expect(new Set(places.map(subjectOf)).size).toBeGreaterThan(1);
  });

  test('tries fields beside the interests', async () => {
    await settle({ explore: 20, days: 30 });
    await begin('graph');
    const places = await read();
    const tried = places.filter(({ reason }) => reason.kind === 'explore');
    expect(tried).toHaveLength(2);
    for (const { reason, interestId } of tried) {
      expect(interestId).toBeNull();
      expect(reason.name).not.toBe('cs.LG');
    }
    expect(places[0]?.reason.kind).toBe('interest');
  });

  test('goes by words alone where there is no encoder, and by authors and texts too', async () => {
    await settle({ places: 5 });
    const made = await addInterest(store, 'ada', { name: 'By text' }, now);
    if ('refused' in made) throw new Error(made.refused);
    await addExamples(
      store,
      'ada',
      made.id,
      [{ verdict: 'more', origin: 'seed', title: 'Telescopes', abstract: 'A survey of galaxy dust.' }],
      now,
    );
    const byWords = await readFeed(store, null, { memberId: 'ada', now, hides: null });
    expect(byWords.map(subjectOf)).toEqual(Array(5).fill('star'));
    expect(byWords.every(({ reason }) => reason.parts.meaning === 0)).toBe(true);
    await store.query('truncate interests, feed_places cascade');
    const author = await addInterest(store, 'ada', { name: 'By author' }, now);
    if ('refused' in author) throw new Error(author.refused);
    await addExamples(store, 'ada', author.id, [{ verdict: 'more', origin: 'seed', authorKey: 'author-market', name: 'Author market' }], now); // prettier-ignore
    expect((await read()).map(subjectOf)).toEqual(Array(5).fill('market'));
  });
});

test('fields are drawn by what was said of them, the same for the same day', () => {
  const names = ['a', 'b', 'c', 'd'];
  expect(chooseFields(names, new Map(), 'ada 2026-03-10')).toEqual(
    chooseFields(names, new Map(), 'ada 2026-03-10'),
  );
  const firsts = (answers: Map<string, { more: number; less: number }>) => {
    const counts = new Map<string, number>();
    for (let day = 0; day < 400; day++) {
      const [first = ''] = chooseFields(names, answers, `ada ${day}`);
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    return counts;
  };
  const fair = firsts(new Map());
  for (const name of names) expect(fair.get(name)).toBeGreaterThan(60);
  const liked = firsts(new Map([['a', { more: 9, less: 0 }], ['b', { more: 0, less: 9 }]])); // prettier-ignore
  expect(liked.get('a')).toBeGreaterThan(200);
  expect(liked.get('b') ?? 0).toBeLessThan(10);
  expect(liked.get('c')).toBeGreaterThan(0);
});

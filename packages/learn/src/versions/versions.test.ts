import {
  activateEncoder,
  activeEncoder,
  addEncoder,
  countTextsToEncode,
  countUnencodedTexts,
  encoderBefore,
  listEncoders,
  readVectors,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { start } from '@broadsheet/tensor';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { quantise } from '../encoder/quantise.ts';
import type { PretrainedSettings } from '../pretrained/pretrained-settings.ts';
import { addPretrainedEncoder } from './add-pretrained-encoder.ts';
import { encodeMissing, encodeWaiting } from './encode-waiting.ts';
import { encoderInUse, lookAgain, type EncoderInUseOptions } from './encoder-in-use.ts';
import { somePapers, takePapers } from './fixtures/take-papers.ts';
import { openWordEncoder, wordModel } from './fixtures/word-encoder.ts';
import { learnVersion, type LearnOptions, type LearnStep } from './learn-version.ts';
import { learningDue } from './learning-due.ts';
import { withId, type StoreEncoder } from './store-encoder.ts';
import { switchEncoder } from './switch-encoder.ts';
import { wholeStore } from './training-texts.ts';
import { useShippedEncoder } from './use-shipped-encoder.ts';

let store: Store;
beforeAll(() => start({ threads: 1 }));
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
/** Emptying a store is quicker than opening another one. */
beforeEach(async () => {
  await store.script(
    `truncate papers, records, encoders cascade; delete from facts where key like 'encoder%'`,
  );
  lookAgain(store);
});

const open = openWordEncoder;
const model = (seed: number, useless = false) => wordModel({ seed, dimensions: 64, useless });

async function add(seed: number): Promise<StoreEncoder> {
  const bytes = model(seed);
  const encoder = await open(bytes);
  const { fingerprint, name, dimensions } = encoder;
  return withId(
    await addEncoder(store, { fingerprint, name, dimensions, model: bytes, about: { kind: 'trained' } }),
    encoder,
  );
}

/** The codes of all papers by an encoder, the later ones counting. */
async function codesOf(id: number): Promise<Map<number, number[]>> {
  const { paperIds, codes } = await readVectors(store, id, 0, 10_000);
  return new Map(paperIds.map((paper, i) => [paper, [...codes.slice(i * 64, (i + 1) * 64)]]));
}

describe('another training', () => {
  test('is due where most of enough papers came after the encoder in use was made, which was made here', async () => {
    await takePapers(store, somePapers(900));
    expect(await learningDue(store)).toBeNull();
    const encoder = await add(1);
    await activateEncoder(store, encoder.id);
    await takePapers(store, somePapers(950, 2));
    expect(await learningDue(store)).toBeNull();
    await takePapers(store, somePapers(200, 3));
    expect(await learningDue(store)).toEqual({ papers: 2050, since: 1150 });
    await store.query(`update encoders set made_at = now()`);
    expect(await learningDue(store)).toBeNull();
  });
});

describe('papers that wait', () => {
  test('are encoded until none does, by any number of processes at once', async () => {
    await takePapers(store, somePapers(600));
    const encoder = await add(1);
    await activateEncoder(store, encoder.id);
    const progress: number[] = [];
    const both = await Promise.all([
      encodeWaiting(store, encoder, { onProgress: ({ done, total }) => progress.push(done / total) }),
      encodeWaiting(store, encoder),
    ]);
    expect(Math.max(...both.map(({ encoded }) => encoded))).toBeGreaterThan(0);
    expect(await countTextsToEncode(store)).toBe(0);
    expect(await countUnencodedTexts(store, encoder.id)).toBe(0);
    expect(progress.every((share) => share > 0 && share <= 1)).toBe(true);
    const [paper] = await store.query<{ id: number; title: string; abstract: string }>(
      'select id, title, abstract from papers order by id desc limit 1',
    );
    if (paper === undefined) throw new Error('There are papers.');
    expect((await codesOf(encoder.id)).get(paper.id)).toEqual([
      ...quantise(await encoder.encode([paper]), encoder.dimensions),
    ]);
    expect(await encodeWaiting(store, encoder)).toEqual({ encoded: 0 });
  });

  test('wait on where their text changes while it is encoded', async () => {
    const [paper] = somePapers(1);
    if (paper === undefined) throw new Error('There is one.');
    await takePapers(store, [paper]);
    const encoder = await add(1);
    await activateEncoder(store, encoder.id);
    let changed = false;
    const read: string[] = [];
    const slow: StoreEncoder = {
      ...encoder,
      async encode(inputs) {
        read.push(...inputs.map((input) => (typeof input === 'string' ? input : input.abstract)));
        if (!changed) {
          changed = true;
          await takePapers(store, [{ ...paper, abstract: 'Another text.' }]);
        }
        return encoder.encode(inputs);
      },
    };
    expect(await encodeWaiting(store, slow)).toEqual({ encoded: 2 });
    expect(read).toEqual([paper.abstract, 'Another text.']);
    expect([...(await codesOf(encoder.id)).values()]).toEqual([
      [
        ...quantise(
          await encoder.encode([{ title: paper.title, abstract: 'Another text.' }]),
          encoder.dimensions,
        ),
      ],
    ]);
  });

  test('do not wait for one on which the encoder fails, and do where it fails on all', async () => {
    await takePapers(store, somePapers(5));
    const encoder = await add(1);
    await activateEncoder(store, encoder.id);
    const failing = (when: (title: string) => boolean): StoreEncoder => ({
      ...encoder,
      encode: (inputs) =>
        inputs.some((input) => typeof input !== 'string' && when(input.title))
          ? Promise.reject(new Error('no'))
          : encoder.encode(inputs),
    });
    await expect(
      encodeWaiting(
        store,
        failing(() => true),
      ),
    ).rejects.toThrow('no');
    expect(await countTextsToEncode(store)).toBe(5);
    const bad = somePapers(5)[2]?.title;
    expect(
      await encodeWaiting(
        store,
        failing((title) => title === bad),
      ),
    ).toEqual({ encoded: 5 });
    const zeros = [...(await codesOf(encoder.id)).values()].filter((row) => row.every((code) => code === 0));
    expect(zeros.length).toBe(1);
  });

  test('are left to the encoder in use by one that stands in for it', async () => {
    await takePapers(store, somePapers(40));
    const [first, second] = [await add(1), await add(2)];
    await activateEncoder(store, second.id);
    expect(await encodeWaiting(store, first)).toEqual({ encoded: 40 });
    expect(await countTextsToEncode(store)).toBe(40);
    expect(await encodeWaiting(store, first)).toEqual({ encoded: 0 });
  });

  test('stay on the list of the new encoder where the old one is replaced in the midst', async () => {
    await takePapers(store, somePapers(300));
    const [first, second] = [await add(1), await add(2)];
    await activateEncoder(store, first.id);
    let calls = 0;
    await encodeWaiting(store, {
      ...first,
      async encode(inputs) {
        if (++calls === 2) await activateEncoder(store, second.id);
        return first.encode(inputs);
      },
    });
    expect(await countTextsToEncode(store)).toBe(300);
    await encodeWaiting(store, second);
    expect(await countUnencodedTexts(store, second.id)).toBe(0);
  });
});

test('a switch interrupted goes on where it was, and happens when all papers are encoded', async () => {
  await takePapers(store, somePapers(600));
  const [first, second] = [await add(1), await add(2)];
  await switchEncoder(store, first);
  expect((await activeEncoder(store))?.id).toBe(first.id);
  const stop = new AbortController();
  expect(await switchEncoder(store, second, { signal: stop.signal, onProgress: () => stop.abort() })).toEqual(
    { switched: false, encoded: 256 },
  );
  expect((await activeEncoder(store))?.id).toBe(first.id);
  const states: (number | undefined)[] = [];
  const { switched, encoded } = await switchEncoder(store, second, {
    onStep: (step) => states.push(step === 'encoded' ? 0 : 1),
  });
  expect({ switched, encoded }).toEqual({ switched: true, encoded: 344 });
  expect(states).toEqual([0, 1]);
  expect((await activeEncoder(store))?.id).toBe(second.id);
  expect((await encoderBefore(store))?.id).toBe(first.id);
});

describe('the encoder in use', () => {
  const settings = { model: '/models/x', pooling: 'mean', shorten: 'cut', query: '', passage: '' } as const;
  /** Looks at once. */
  const ask = (options: Partial<EncoderInUseOptions> = {}) => {
    lookAgain(store);
    return encoderInUse(store, { open, ...options });
  };

  test('is none, then one that is opened once, then another', async () => {
    expect(await ask()).toBeNull();
    const [first, second] = [await add(1), await add(2)];
    await activateEncoder(store, first.id);
    let opened = 0;
    const counting = (bytes: Uint8Array) => {
      opened++;
      return open(bytes);
    };
    const found = await Promise.all(Array.from({ length: 5 }, () => ask({ open: counting })));
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toMatchObject({ id: first.id, name: 'Words 1', dimensions: 64 });
    expect(opened).toBe(1);
    await activateEncoder(store, second.id);
    expect((await ask({ open: counting }))?.id).toBe(second.id);
    expect(opened).toBe(2);
  });

  test('is asked for once a second at most', async () => {
    let asked = 0;
    const counting: Pick<Store, 'query'> = {
      query: (sql, parameters) => {
        asked++;
        return store.query(sql, parameters);
      },
    };
    for (let i = 0; i < 20; i++) await encoderInUse(counting, { open });
    // A slow machine may take longer than a second for these.
    expect(asked).toBeLessThan(20);
  });

  test('that does not open is replaced by the newest of our own, and the operator hears of it once', async () => {
    const [first, second] = [await add(1), await add(2)];
    await takePapers(store, somePapers(3));
    await encodeMissing(store, first);
    const other = await addPretrainedEncoder(store, settings, () => open(model(3)));
    await activateEncoder(store, other.id);
    const notices: string[] = [];
    const options = {
      patient: true,
      notice: (sentence: string) => notices.push(sentence),
      openPretrained: () => Promise.reject(new Error('The package is not installed.')),
    };
    // The newer one of our own has no vectors.
    expect(second.id).toBeGreaterThan(first.id);
    expect((await ask(options))?.id).toBe(first.id);
    expect((await ask(options))?.id).toBe(first.id);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/not installed.*another one serves/);
  });

  test('is one of our own while a pre-trained model is loaded, unless somebody has time', async () => {
    const first = await add(1);
    let asked: PretrainedSettings | undefined;
    const other = await addPretrainedEncoder(store, settings, () => open(model(3)));
    await activateEncoder(store, other.id);
    let loaded = () => {};
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    const options = {
      openPretrained: async (given: PretrainedSettings) => {
        asked = given;
        await loading;
        return open(model(3));
      },
    };
    expect((await ask(options))?.id).toBe(first.id);
    const patient = ask({ ...options, patient: true });
    loaded();
    expect((await patient)?.id).toBe(other.id);
    expect((await ask(options))?.id).toBe(other.id);
    expect(asked).toEqual(settings);
  });

  test('is not a pre-trained model that was replaced by another one under the same name', async () => {
    const other = await addPretrainedEncoder(store, settings, () => open(model(3)));
    await activateEncoder(store, other.id);
    const notices: string[] = [];
    const found = await ask({
      patient: true,
      notice: (sentence) => notices.push(sentence),
      openPretrained: () => open(model(4)),
    });
    expect(found).toBeNull();
    expect(notices.join()).toMatch(/not the one any more.*learn use --pretrained \/models\/x/);
  });
});

describe('the encoder that comes with the program', () => {
  const shipped = (seed: number) => () => Promise.resolve(model(seed));

  test('is taken where none is in use, gives way to one that was trained, and to its own successor', async () => {
    await takePapers(store, somePapers(30));
    expect(await useShippedEncoder(store, shipped(1), { open })).toEqual({ taken: true, encoded: 30 });
    const first = await activeEncoder(store);
    expect(first).toMatchObject({ name: 'Words 1', about: { kind: 'first-edition' } });
    expect(await useShippedEncoder(store, shipped(1), { open })).toEqual({ taken: false, encoded: 0 });
    expect(await useShippedEncoder(store, shipped(2), { open })).toEqual({ taken: true, encoded: 30 });
    const trained = await add(3);
    await switchEncoder(store, trained);
    const unread = () => Promise.reject(new Error('It is not read.'));
    expect(await useShippedEncoder(store, unread, { open })).toEqual({ taken: false, encoded: 0 });
    expect((await activeEncoder(store))?.id).toBe(trained.id);
    expect(await useShippedEncoder(store, shipped(2), { open, always: true })).toMatchObject({ taken: true });
  });
});

describe('a new version', () => {
  const learn = async (seed: number, options: Partial<LearnOptions> & { useless?: boolean } = {}) =>
    learnVersion(store, {
      part: await wholeStore(store),
      train: () => Promise.resolve({ model: model(seed, options.useless), about: { seed } }),
      open,
      ...options,
    });

  test('is trained on papers that it is not checked on, taken into use, and can be gone back from', async () => {
    await takePapers(store, somePapers(400));
    const steps: LearnStep[] = [];
    const read: string[] = [];
    const first = await learn(1, {
      onStep: (step) => steps.push(step),
      async train(texts) {
        // Twice, as epochs do.
        for (let epoch = 0; epoch < 2; epoch++)
          for await (const some of texts.read()) read.push(...some.map(({ title }) => title));
        expect(read.length).toBe(2 * texts.count);
        return { model: model(1), about: { seed: 1 } };
      },
    });
    expect(steps).toEqual(['parted', 'trained', 'checked', 'added', 'switched', 'encoded', 'tidied']);
    expect(first).toMatchObject({ switched: true, reason: null, before: null, encoded: 400, removed: [] });
    expect(first?.heldOut.length).toBeGreaterThan(20);
    expect(first?.heldOut.filter(({ title }) => read.includes(title))).toEqual([]);
    expect(first?.check?.recallAt10).toBeGreaterThan(0.5);
    expect((await activeEncoder(store))?.about).toMatchObject({
      kind: 'trained',
      training: { seed: 1 },
      check: first?.check,
    });

    const second = await learn(2);
    expect(second).toMatchObject({
      switched: true,
      before: { id: first?.id, check: first?.check },
      removed: [],
    });
    const third = await learn(3);
    expect(third?.removed).toEqual([first?.id]);
    expect((await encoderBefore(store))?.id).toBe(second?.id);
  });

  test('that is clearly worse is kept and not used, unless it is wanted', async () => {
    await takePapers(store, somePapers(400));
    const first = await learn(1);
    const worse = await learn(2, { useless: true });
    expect(worse).toMatchObject({
      switched: false,
      encoded: 0,
      reason: expect.stringMatching(/clearly worse/) as string,
    });
    expect((await activeEncoder(store))?.id).toBe(first?.id);
    expect((await listEncoders(store)).map(({ id }) => id)).toContain(worse?.id);
    expect(await learn(2, { useless: true, force: true })).toMatchObject({ id: worse?.id, switched: true });
    expect(await learn(3, { keepOnly: 'The settings say so.' })).toMatchObject({
      switched: false,
      reason: 'The settings say so.',
    });
  });

  test('interrupted while it is trained changes nothing', async () => {
    await takePapers(store, somePapers(50));
    expect(await learn(1, { train: () => Promise.resolve(null) })).toBeNull();
    expect(await listEncoders(store)).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random, start, tensor } from '@broadsheet/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEncoder } from '../encoder/encoder-file.ts';
import { paperViews } from './paper-views.ts';
import { tokenisePapers, type TokenisedPapers } from './tokenised-papers.ts';
import { trainEncoder, type EncoderTexts } from './train-encoder.ts';

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-train-'));
beforeAll(() => start());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Papers on four themes; words of one theme stand together, and no two papers share a title. */
const themes = [
  'galaxy star telescope nebula orbit comet',
  'protein enzyme cell membrane gene receptor',
  'parser grammar sentence syntax treebank verb',
  'market auction price bidder equilibrium trade',
].map((words) => words.split(' '));

function made(count: number): EncoderTexts {
  const papers = Array.from({ length: count }, (_, id) => {
    const theme = themes[id % themes.length] as string[];
    const word = (i: number) => theme[(id * 7 + i * 5 + ((i * i * id) % 3)) % theme.length] as string;
    return {
      id,
      title: `${word(0)} ${word(1)} number${id}`,
      abstract: `We study ${word(2)} ${word(3)}. Results on ${word(4)} ${word(5)} are good. Also ${word(1)}.`,
    };
  });
  return {
    count,
    async *read() {
      yield await Promise.resolve(papers.slice(0, 50));
      yield papers.slice(50);
    },
  };
}

const settings = { dimensions: 32, batch: 32, leastSteps: 60, epochs: 1 };

describe('papers as tokens', () => {
  let papers: TokenisedPapers;
  beforeAll(async () => {
    papers = await tokenisePapers(made(80).read(), { terms: 40, buckets: 5 });
  });

  test('have frequent terms first, each with its number of papers', () => {
    const { lexicon, papersWith, count } = papers;
    expect(count).toBe(80);
    expect(lexicon.terms).not.toContain('number3');
    expect(lexicon.terms.slice(0, 3)).toEqual(['also', 'good', 'result']);
    expect([...papersWith.subarray(0, 3)]).toEqual([80, 80, 80]);
  });

  test('are parted into title and sentences', () => {
    const { tokens, ends } = papers.paper(3);
    expect(ends).toHaveLength(4);
    expect(ends.at(-1)).toBe(tokens.length);
    expect(() => papers.paper(80)).toThrow('no paper 80');
  });

  test('keep the rows of terms that are known already', async () => {
    const known = await tokenisePapers(made(80).read(), { terms: 10, buckets: 0 }, ['zebra', 'cell']);
    expect(known.lexicon.terms.slice(0, 2)).toEqual(['zebra', 'cell']);
    expect(known.lexicon.terms).toHaveLength(10);
    expect(known.papersWith[0]).toBe(0);
  });

  test.each(['titleAndAbstract', 'halves', 'spanAndRest'] as const)(
    'become two views by %s that hold the whole paper once',
    (kind) => {
      const shares = { titleAndAbstract: 0, halves: 0, spanAndRest: 0, [kind]: 1 };
      const views = paperViews(papers, { length: 64, shares });
      for (let seed = 0; seed < 5; seed++) {
        const pair = views(tensor([7, 8], [2], 'int32'), random.key(seed));
        const [one, other] = pair.map((view) =>
          [...view.dataNow<'int32'>()].slice(0, 64).filter((t) => t >= 0),
        );
        expect(one?.length).toBeGreaterThan(0);
        expect([...(one ?? []), ...(other ?? [])].sort()).toEqual([...papers.paper(7).tokens].sort());
        if (kind === 'titleAndAbstract')
          expect(one).toEqual([...papers.paper(7).tokens.subarray(0, papers.paper(7).ends[0])]);
      }
    },
  );

  test('of which no way parts them are both views', async () => {
    const bare = await tokenisePapers(
      (async function* () {
        yield await Promise.resolve([
          { id: 1, title: 'cell', abstract: '' },
          { id: 2, title: '', abstract: '' },
        ]);
      })(),
      { terms: 9, buckets: 0 },
    );
    const views = paperViews(bare, { length: 2, shares: { titleAndAbstract: 1, halves: 1, spanAndRest: 1 } });
    const pair = views(tensor([0, 1], [2], 'int32'), random.key(1));
    for (const view of pair) expect([...view.dataNow<'int32'>()]).toEqual([0, -1, -1, -1]);
  });
});

describe('training', () => {
  test('brings words of one theme together that were apart', async () => {
    const trained = await trainEncoder(made(400), { seed: 1, settings });
    const encoder = await openEncoder(trained?.model ?? new Uint8Array());
    const words = themes.flat();
    const vectors = await encoder.encode(words);
    const cosine = (a: number, b: number): number => {
      let sum = 0;
      for (let j = 0; j < 32; j++) sum += (vectors[a * 32 + j] as number) * (vectors[b * 32 + j] as number);
      return sum;
    };
    let [same, other, pairs, apart] = [0, 0, 0, 0];
    for (let a = 0; a < words.length; a++)
      for (let b = 0; b < a; b++)
        if (Math.floor(a / 6) === Math.floor(b / 6)) {
          same += cosine(a, b);
          pairs++;
        } else {
          other += cosine(a, b);
          apart++;
        }
    expect(same / pairs).toBeGreaterThan(0.3);
    expect(Math.abs(other / apart)).toBeLessThan(0.2);
    expect(trained?.about).toMatchObject({ papers: 400, steps: 60, seed: 1 });
    const losses = trained?.about.curve.map(({ loss }) => loss) ?? [];
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  test('gives the same bytes for a seed, also when it was stopped on the way', async () => {
    const whole = await trainEncoder(made(200), { seed: 4, settings });
    const other = await trainEncoder(made(200), { seed: 5, settings });
    expect(other?.model).not.toEqual(whole?.model);
    const checkpoint = join(folder, 'checkpoint.safetensors');
    const stop = new AbortController();
    const stopped = await trainEncoder(
      made(200),
      { seed: 4, settings },
      { signal: stop.signal, checkpoint, onProgress: ({ phase, done }) => phase === 'training' && done === 23 && stop.abort() }, // prettier-ignore
    );
    expect(stopped).toBeNull();
    const steps: number[] = [];
    const gone = await trainEncoder(
      made(200),
      { seed: 4, settings },
      { checkpoint, onProgress: ({ phase, done }) => phase === 'training' && steps.push(done) },
    );
    expect(steps[0]).toBe(24);
    expect(gone?.model).toEqual(whole?.model);
    expect(gone?.about.curve).toEqual(whole?.about.curve);
  });

  test('timers and signals have their turn while it learns', async () => {
    const stop = new AbortController();
    const stopped = await trainEncoder(
      made(200),
      { seed: 4, settings },
      {
        signal: stop.signal,
        onProgress: ({ phase, done }) => {
          if (phase === 'training' && done === 1) setTimeout(() => stop.abort(), 0);
        },
      },
    );
    expect(stopped).toBeNull();
  });

  test('goes on from another encoder, whose terms keep their rows', async () => {
    const first = await trainEncoder(made(200), { seed: 1, settings });
    const model = first?.model ?? new Uint8Array();
    const still = await trainEncoder(made(80), {
      seed: 2,
      from: model,
      settings: { ...settings, learningRate: 1e-12 },
    });
    const [before, after] = [await openEncoder(model), await openEncoder(still?.model ?? new Uint8Array())];
    const [a, b] = [await before.encode(['galaxy star']), await after.encode(['galaxy star'])];
    a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 2));
    await expect(
      trainEncoder(made(80), { seed: 2, from: model, settings: { ...settings, dimensions: 16 } }),
    ).rejects.toThrow('32 dimensions, not 16');
  });

  test('wants two papers', async () => {
    await expect(trainEncoder(made(1), { seed: 1 })).rejects.toThrow('2 papers at least');
  });
});

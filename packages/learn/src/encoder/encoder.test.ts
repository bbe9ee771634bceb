import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openEncoder, quantiseRows, writeEncoder } from './encoder-file.ts';
import { Lexicon } from './lexicon.ts';
import { quantise } from './quantise.ts';

describe('a lexicon', () => {
  const lexicon = new Lexicon(['learn', 'graph'], 8);

  test('gives known terms their own rows, as the lexical index reads them', () => {
    expect(lexicon.rows).toBe(10);
    expect(lexicon.read('Learning, the graphs; learns')).toEqual([0, 1, 0]);
    expect([lexicon.rowOf('graph'), lexicon.rowOf('tree')]).toEqual([1, -1]);
  });

  test('gives pieces of unknown terms shared rows, few of long ones, none of numbers', () => {
    const rows = lexicon.rowsOf('transformers');
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toBeGreaterThanOrEqual(2);
    expect(lexicon.rowsOf('transformers')).toEqual(rows);
    expect(lexicon.rowsOf('ab')).toHaveLength(1);
    expect(lexicon.rowsOf('2023')).toEqual([]);
    expect(new Lexicon(['a'], 0).rowsOf('unknown')).toEqual([]);
    const all = (word: string) => new Set(new Lexicon([], 100_000).rowsOf(word));
    const shared = [...all('wordnet')].filter((row) => all('wordnets').has(row));
    expect(shared.length).toBeGreaterThan(2);
  });

  test('has every term once', () => {
    expect(() => new Lexicon(['a', 'a'], 0)).toThrow('every term once');
  });
});

const lexicon = new Lexicon(['red', 'green', 'blue'], 1);
const rows = Float32Array.of(1, 0, 0, 2, 0, 0, -1, 0.5);

describe('an encoder', () => {
  test('is the sum of the rows of a text, at length one', async () => {
    const encoder = await openEncoder(writeEncoder(lexicon, quantiseRows(rows, 2), 'colours'));
    const found = await encoder.encode(['red', { title: 'Red', abstract: 'Green.' }, 'the', 'blue unknown']);
    const expected = [1, 0, 1 / Math.sqrt(5), 2 / Math.sqrt(5), 0, 0, 0, 0];
    expected.splice(6, 2, ...unit(-1 * pieces('unknown'), 0.5 * pieces('unknown')));
    expect(found).toHaveLength(8);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 2));
    expect(encoder).toMatchObject({ name: 'colours', dimensions: 2 });
  });

  test('of the same bytes has the same fingerprint, of others another', async () => {
    const model = writeEncoder(lexicon, quantiseRows(rows, 2), 'colours');
    const [one, again] = [await openEncoder(model), await openEncoder(model)];
    const other = await openEncoder(writeEncoder(lexicon, quantiseRows(rows, 2), 'paints'));
    expect(one.fingerprint).toBe(again.fingerprint);
    expect(one.fingerprint).not.toBe(other.fingerprint);
  });

  test('does not open from what is none, and says why', async () => {
    await expect(openEncoder(Uint8Array.of(1, 2, 3))).rejects.toThrow('no encoder of papers');
    const twoRows = { dimensions: 2, codes: new Int8Array(4), scales: new Float32Array(2) };
    const wrong = writeEncoder(new Lexicon(['a', 'b'], 0), twoRows, 'x');
    const text = new TextDecoder('latin1').decode(wrong).replace('broadsheet-terms-1', 'broadsheet-terms-9');
    await expect(openEncoder(Uint8Array.from(text, (c) => c.charCodeAt(0)))).rejects.toThrow(
      'broadsheet-terms-9',
    );
  });
});

/** How many rows an unknown word has here: all the same one. */
function pieces(word: string): number {
  return lexicon.rowsOf(word).length;
}

function unit(x: number, y: number): [number, number] {
  // The blue row has no numbers; -1, 0.5 is the row of pieces.
  const length = Math.hypot(x, y);
  return [x / length, y / length];
}

test('rows as int8 are off by half of a step at most', () => {
  const numbers = fc.float({ min: -8, max: 8, noNaN: true });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 4, maxLength: 4 }), (values) => {
      const { codes, scales } = quantiseRows(Float32Array.from(values), 4);
      const step = Math.max(...values.map(Math.abs)) / 127;
      values.forEach((value, i) =>
        expect(Math.abs((codes[i] as number) * (scales[0] as number) - value)).toBeLessThanOrEqual(
          0.501 * step + 1e-30,
        ),
      );
    }),
  );
});

test('cosines of codes are those of the vectors within a hundredth', () => {
  const numbers = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, numbers), { minLength: 64, maxLength: 64 }), (pairs) => {
      const [a, b] = [0, 1].map((side) => {
        const values = Float32Array.from(pairs, (pair) => pair[side] as number);
        const length = Math.hypot(...values) || 1;
        return values.map((value) => value / length);
      }) as [Float32Array, Float32Array];
      const [ca, cb] = [quantise(a, 64), quantise(b, 64)];
      const exact = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
      const lengths = Math.hypot(...ca) * Math.hypot(...cb) || 1;
      const coded = ca.reduce((sum, value, i) => sum + value * (cb[i] as number), 0) / lengths;
      expect(Math.abs(exact - coded)).toBeLessThan(0.01);
    }),
  );
});

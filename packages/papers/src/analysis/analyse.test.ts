import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse, analysePaper, termOf } from './analyse.ts';
import { stem } from './stem.ts';
import { wordsOf } from './words.ts';

describe('analyse', () => {
  it.each([
    ['Self-Supervised Learning of the Representations', 'self supervis learn represent'],
    ['Erdős–Rényi graphs, GPT-4 & $\\alpha$-divergence', 'erdo renyi graph gpt 4 alpha diverg'],
    ['The of and', ''],
    ['', ''],
    ['自监督学习 обучение', '自监督学习 обучение'],
  ])('%j', (text, terms) => expect(analyse(text)).toBe(terms));

  it('holds every word under the term that highlights look for', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-ZÀ-ÿ -]{0,60}$/), (text) => {
        const held = new Set(analyse(text).split(' '));
        for (const { text: word } of wordsOf(text)) {
          if (analyse(word) !== '') expect(held).toContain(termOf(word));
        }
      }),
    );
  });

  it('weights the title by saying it twice', () => {
    expect(analysePaper({ title: 'Twins', authorNames: 'Li Jing', abstract: 'We learn.' })).toBe(
      'twin twin li jing learn',
    );
  });

  it('takes 300 kB of anything', () => {
    for (const piece of ['a', '-', 'é', ' ', 'ﬁ', '\u0301']) {
      expect(typeof analyse(piece.repeat(300_000))).toBe('string');
    }
  });
});

describe('stem', () => {
  // Of PostgreSQL 18: older ones cut `adding` down to `ad`.
  let pglite: PGlite;
  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());

  it('cuts endings as PostgreSQL’s own English dictionary does', async () => {
    const page = readFileSync(new URL('../../../../data/first-edition.txt', import.meta.url), 'utf8');
    const words = [...new Set(page.toLowerCase().match(/[a-z]{3,}/g))];
    expect(words.length).toBeGreaterThan(2000);
    const { rows } = await pglite.query<{ word: string; stem: string | null }>(
      `select w as word, (ts_lexize('english_stem', w))[1] as stem from unnest($1::text[]) w`,
      [words],
    );
    expect(rows.filter((row) => row.stem !== null && stem(row.word) !== row.stem)).toEqual([]);
  });
});

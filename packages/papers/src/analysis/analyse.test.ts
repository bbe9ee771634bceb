import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store/index.ts';
import { openTestStore } from '../store/testing.ts';
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
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('cuts endings as the database’s own English dictionary does', async () => {
    const page = readFileSync(new URL('../../../../data/first-edition.txt', import.meta.url), 'utf8');
    const words = [...new Set(page.toLowerCase().match(/[a-z]{3,}/g))];
    expect(words.length).toBeGreaterThan(2000);
    const rows = await store.query<{ word: string; stem: string | null }>(
      `select w as word, (ts_lexize('english_stem', w))[1] as stem from unnest($1::text[]) w`,
      [words],
    );
    expect(rows.filter((row) => row.stem !== null && stem(row.word) !== row.stem)).toEqual([]);
  });
});

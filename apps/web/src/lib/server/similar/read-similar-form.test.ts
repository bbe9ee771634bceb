import { expect, test } from 'vitest';
import { checkSimilarForm, readSimilarForm, similarPath } from './read-similar-form.ts';

const read = (query: string) => readSimilarForm(new URLSearchParams(query));

test('reads what was filled in, and takes the first choice for what is unknown', () => {
  expect(read('of=+2103.03230%0Ap7&category=cs.LG&after=2025-06&sort=date&by=words&more=1')).toEqual({
    of: '2103.03230\np7',
    category: 'cs.LG',
    after: '2025-06',
    before: '',
    sort: 'date',
    by: 'words',
  });
  expect(read('sort=best&by=magic')).toMatchObject({ of: '', sort: 'relevance', by: 'both' });
});

test('names the fields that cannot be meant', () => {
  expect(checkSimilarForm(read('category=cs.LG&after=2025&before=2025-06-01'))).toEqual({});
  expect(Object.keys(checkSimilarForm(read('category=a b&after=2025-13&before=soon')))).toEqual([
    'category',
    'after',
    'before',
  ]);
});

test('an address says the same as the form', () => {
  const form = read('category=cs.LG&after=2025&sort=votes');
  const path = similarPath(['2103.03230', 'hep-th/9901001'], form);
  expect(path).toBe('/similar?of=2103.03230,hep-th%2F9901001&category=cs.LG&after=2025&sort=votes');
  expect(readSimilarForm(new URL(path, 'https://papers.example').searchParams)).toEqual({
    ...form,
    of: '2103.03230,hep-th/9901001',
  });
  expect(similarPath(['p7'], read(''))).toBe('/similar?of=p7');
});

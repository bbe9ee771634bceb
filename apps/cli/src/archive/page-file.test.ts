import { expect, it } from 'vitest';
import { pageFile, relativeLink } from './page-file.ts';

it.each([
  ['/', 'index.html'],
  ['/papers/2103.03230', 'papers/2103.03230.html'],
  ['/papers/hep-th/9901001', 'papers/hep-th/9901001.html'],
  ['/categories/cs.LG?page=2', 'categories/cs.LG/page-2.html'],
  ['/categories/cs.LG?page=1', 'categories/cs.LG.html'],
  ['/venues/ICML%2FUAI%3A%20now', 'venues/ICML~2fUAI~3a~20now.html'],
  ['/authors/%E5%BC%A0-%E4%BC%9F', 'authors/张-伟.html'],
  ['/authors/con', 'authors/~con.html'],
  ['/venues/..%2F..%2Fetc', 'venues/~2e~2e~2f..~2fetc.html'],
  ['/venues/%', 'venues/~25.html'],
])('%s is %s', (address, file) => expect(pageFile(address)).toBe(file));

it('leads from file to file without knowing where the archive lies', () => {
  expect(relativeLink('index.html', 'papers/1.html')).toBe('papers/1.html');
  expect(relativeLink('papers/hep-th/1.html', 'index.html')).toBe('../../index.html');
  expect(relativeLink('a.html', 'authors/张.html')).toBe('authors/%E5%BC%A0.html');
});

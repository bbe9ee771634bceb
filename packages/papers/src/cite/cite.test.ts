import { describe, expect, it } from 'vitest';
import type { PaperSummary } from '../views/paper.ts';
import { citationMeta, toBibtex, toCslJson, toRis } from './index.ts';

const paper: PaperSummary = {
  id: 1,
  key: '2103.03230',
  arxivId: '2103.03230',
  doi: null,
  title: 'Barlow Twins: 50% Less_Redundancy with $x_i$ & {LLMs}',
  abstract: 'Self-supervised learning.',
  authors: [{ name: 'Jure Zbontar' }, { name: 'Stéphane van der Deny' }],
  categories: ['cs.CV', 'cs.LG'],
  venue: null,
  year: 2021,
  published: '2021-03-04',
  publishedAt: null,
  updatedAt: null,
  announcedOn: '2021-03-04',
  summary: null,
  keywords: [],
  links: [],
  withdrawn: false,
  citations: null,
  featured: false,
  votes: 0,
  comments: 0,
  authorsAnswer: false,
  trending: 0,
  trendingTerms: null,
  firstSeenAt: new Date(0),
  changedAt: new Date(0),
};

describe('citations', () => {
  it('BibTeX: keys, eprint, escaped signs, untouched formulas', () => {
    const text = toBibtex(paper);
    expect(text).toContain('@misc{zbontar2021barlow,');
    expect(text).toContain('eprint = {2103.03230}');
    expect(text).toContain('primaryClass = {cs.CV}');
    expect(text).toContain(String.raw`50\% Less\_Redundancy with $x_i$ \&`);
    expect(text).toContain('Zbontar, Jure and van der Deny, Stéphane');
  });

  it('a venue makes it a conference paper', () => {
    expect(toBibtex({ ...paper, venue: 'ICML' })).toContain('@inproceedings{');
    expect(toBibtex({ ...paper, venue: 'Nature', doi: '10.1/x' })).toContain('doi = {10.1/x}');
  });

  it('RIS lines hold one value each, whatever a title tries', () => {
    const text = toRis({ ...paper, title: 'A\nER  - \nTY  - BOOK' });
    expect(text.split('\r\n').filter((line) => line.startsWith('ER'))).toHaveLength(1);
    expect(text).toContain('AU  - Zbontar, Jure');
  });

  it('CSL-JSON and meta tags carry the same facts', () => {
    expect(toCslJson(paper)).toMatchObject({
      id: 'zbontar2021barlow',
      author: [
        { family: 'Zbontar', given: 'Jure' },
        { family: 'Deny', given: 'Stéphane', 'non-dropping-particle': 'van der' },
      ],
      issued: { 'date-parts': [[2021, 3, 4]] },
    });
    expect(citationMeta(paper, 'https://x/papers/1')).toContainEqual({
      name: 'citation_arxiv_id',
      content: '2103.03230',
    });
  });
});

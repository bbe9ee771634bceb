import { readFileSync } from 'node:fs';
import type { PaperSummary } from '@broadsheet/papers';
import { describe, expect, it } from 'vitest';
import { HfDailyItem, HfPaper, HfSearchItem } from './hugging-face-schemas.ts';
import { hasHuggingFaceId, toHfDailyItem, toHfPaper, toHfRepos, toHfSearchItem } from './hugging-face.ts';

interface Shape {
  required: Record<string, string>;
  optional: Record<string, string>;
}

const recorded = JSON.parse(
  readFileSync(new URL('./fixtures/hugging-face-shapes.json', import.meta.url), 'utf8'),
) as Record<'dailyItem' | 'newestDailyItem' | 'searchItem', Shape>;

/** Everything is known of this one. */
const rich: PaperSummary = {
  id: 7,
  key: '2103.03230',
  arxivId: '2103.03230',
  doi: '10.48550/arxiv.2103.03230',
  title: 'Redundancy Reduction',
  abstract: 'Twins learn.',
  authors: [{ name: 'Ada Example' }, { name: 'Émile Example', orcid: '0000-0002-1825-0097' }],
  categories: ['cs.CV'],
  venue: null,
  year: 2021,
  published: '2021-03-04',
  publishedAt: new Date('2021-03-04T18:55:09Z'),
  updatedAt: new Date('2021-06-14T12:00:00Z'),
  announcedOn: '2021-03-04',
  summary: 'One sentence.',
  keywords: ['redundancy'],
  links: [
    { kind: 'code', url: 'https://github.com/example/twins', stars: 12 },
    { kind: 'project', url: 'https://example.org/twins' },
    { kind: 'media', url: 'https://example.org/twins.mp4' },
  ],
  withdrawn: false,
  citations: null,
  featured: false,
  votes: 3,
  comments: 1,
  authorsAnswer: false,
  trending: 0,
  trendingTerms: null,
  firstSeenAt: new Date('2026-11-23T00:00:00Z'),
  changedAt: new Date('2026-11-23T00:00:00Z'),
};

/** As little as can be known. */
const poor: PaperSummary = {
  ...rich,
  abstract: '',
  authors: [],
  published: '2021-03',
  publishedAt: null,
  updatedAt: null,
  announcedOn: null,
  summary: null,
  keywords: [],
  links: [],
};

const origin = 'https://papers.example';
const hit = (paper: PaperSummary) => ({
  paper,
  score: 1,
  title: [{ type: 'highlight' as const, text: paper.title }],
  passage: [],
  abstract: [{ type: 'text' as const, text: paper.abstract }],
  matched: [],
  why: null,
});

/** Every path of a value with its JSON type, as the fixture names them. */
function pathsOf(value: unknown, path = ''): [string, string][] {
  const kind: string = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const own: [string, string][] = path === '' ? [] : [[path, kind]];
  if (Array.isArray(value)) return [...own, ...value.flatMap((item) => pathsOf(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return own;
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, field]) =>
      pathsOf(field, path === '' ? name : `${path}.${name}`),
    ),
  ];
}

/** Required paths that are missing although the object that would hold them is there, and paths nobody recorded. */
function differences(
  value: unknown,
  shape: Shape,
): { missing: string[]; unknown: string[]; mistyped: string[] } {
  const found = new Map(pathsOf(value));
  const known: Record<string, string> = { ...shape.optional, ...shape.required };
  const missing = Object.keys(shape.required).filter((path) => {
    const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null;
    return !found.has(path) && (parent === null || found.has(parent));
  });
  const paths = [...found];
  return {
    missing,
    unknown: paths.filter(([path]) => !(path in known)).map(([path]) => path),
    mistyped: paths.filter(([path, type]) => path in known && known[path] !== type).map(([path]) => path),
  };
}

const same = { missing: [], unknown: [], mistyped: [] };

describe('the Hugging Face wire format', () => {
  it.each([
    ['everything is known', rich],
    ['little is known', poor],
  ])('has the recorded fields and types in daily items where %s', (_, paper) => {
    const item = JSON.parse(JSON.stringify(toHfDailyItem(paper, origin))) as unknown;
    expect(differences(item, recorded.dailyItem)).toEqual(same);
    expect(differences(item, recorded.newestDailyItem).mistyped).toEqual([]);
    expect(HfDailyItem.strict().parse(item)).toEqual(item);
  });

  it('has every field that the newest recorded day always had', () => {
    const { missing } = differences(toHfDailyItem(rich, origin), recorded.newestDailyItem);
    expect(missing).toEqual([]);
  });

  it.each([
    ['everything is known', rich],
    ['little is known', poor],
  ])('has the recorded fields and types in search items where %s', (_, paper) => {
    const item = JSON.parse(JSON.stringify(toHfSearchItem(hit(paper), origin))) as unknown;
    // The one recorded search is of papers without these; daily items carry them inside `paper`.
    const inDaily = Object.fromEntries(
      Object.entries({ ...recorded.dailyItem.optional, ...recorded.dailyItem.required }).filter(([path]) =>
        path.startsWith('paper.'),
      ),
    );
    const shape = { ...recorded.searchItem, optional: { ...inDaily, ...recorded.searchItem.optional } };
    expect(differences(item, shape)).toEqual(same);
    expect(HfSearchItem.strict().parse(item)).toEqual(item);
  });

  it('says the same of a paper alone as inside an item', () => {
    expect(toHfPaper(rich)).toEqual(toHfDailyItem(rich, origin).paper);
    expect(HfPaper.strict().safeParse(toHfPaper(poor)).success).toBe(true);
  });

  it('gives the same ids every time, and different ones to different things', () => {
    const ids = toHfPaper(rich).authors.map(({ _id }) => _id);
    expect(new Set([...ids, toHfPaper(rich).discussionId]).size).toBe(3);
    expect(toHfPaper(rich)).toEqual(toHfPaper({ ...rich }));
  });

  it('leaves out what is not known, and never says null', () => {
    expect(JSON.stringify(toHfDailyItem(poor, origin))).not.toContain('null');
    expect(toHfPaper(poor)).not.toHaveProperty('githubRepo');
    expect(toHfPaper(poor).publishedAt).toBe('2021-03-01T00:00:00.000Z');
    expect(toHfPaper({ ...poor, published: '2021' }).publishedAt).toBe('2021-01-01T00:00:00.000Z');
  });

  it('tells models, data sets and demos from addresses of the Hub', () => {
    const links = [
      'https://huggingface.co/someone/twins-base',
      'https://huggingface.co/datasets/someone/pairs',
      'https://huggingface.co/spaces/someone/try-twins',
      'https://huggingface.co/papers/2103.03230',
      'https://example.org/someone/twins',
    ].map((url) => ({ kind: 'model' as const, url }));
    expect(toHfRepos({ links })).toEqual({
      models: [{ id: 'someone/twins-base', author: 'someone' }],
      datasets: [{ id: 'someone/pairs', author: 'someone' }],
      spaces: [{ id: 'someone/try-twins', author: 'someone' }],
    });
  });

  it('takes only papers whose id its clients understand', () => {
    expect(hasHuggingFaceId(rich)).toBe(true);
    expect(hasHuggingFaceId({ arxivId: 'hep-th/9901001' })).toBe(false);
    expect(hasHuggingFaceId({ arxivId: null })).toBe(false);
  });
});

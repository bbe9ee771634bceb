import type { PaperDetail } from '@broadsheet/papers';
import { expect, test } from 'vitest';
import { readingLinks } from './reading-links.ts';

function paper(fields: Partial<PaperDetail>): PaperDetail {
  return { arxivId: null, links: [], identities: [], ...fields } as unknown as PaperDetail;
}

test('an arXiv paper leads to its PDF and its page, each once', () => {
  const links = readingLinks(
    paper({
      arxivId: '2103.03230',
      identities: [
        { scheme: 'arxiv', value: '2103.03230' },
        { scheme: 'doi', value: '10.48550/arxiv.2103.03230' },
      ] as PaperDetail['identities'],
      links: [
        { kind: 'page', url: 'http://arxiv.org/abs/2103.03230v3' },
        { kind: 'code', url: 'https://github.com/facebookresearch/barlowtwins', stars: 1234 },
      ],
    }),
  );
  expect(links).toEqual([
    { label: 'PDF', url: 'https://arxiv.org/pdf/2103.03230' },
    { label: 'arXiv', url: 'https://arxiv.org/abs/2103.03230' },
    { label: 'Code · 1,234 stars', url: 'https://github.com/facebookresearch/barlowtwins' },
  ]);
});

test('a PDF that a source names is preferred, and an ACL paper has one of its own', () => {
  const identities = [{ scheme: 'acl', value: '2022.emnlp-main.1' }] as PaperDetail['identities'];
  expect(readingLinks(paper({ identities }))[0]?.url).toBe('https://aclanthology.org/2022.emnlp-main.1.pdf');
  const links = [{ kind: 'pdf' as const, url: 'https://example.org/a.pdf' }];
  expect(readingLinks(paper({ identities, links })).map(({ url }) => url)).toEqual([
    'https://example.org/a.pdf',
    'https://aclanthology.org/2022.emnlp-main.1/',
  ]);
});

test('models, datasets and demos are told apart', () => {
  const links = readingLinks(
    paper({
      links: [
        { kind: 'model', url: 'https://huggingface.co/facebook/twins-base' },
        { kind: 'dataset', url: 'https://huggingface.co/datasets/facebook/twins' },
        { kind: 'demo', url: 'https://huggingface.co/spaces/someone/twins' },
        { kind: 'demo', url: 'https://twins.example/try?it=now' },
      ],
    }),
  );
  expect(links.map(({ label }) => label)).toEqual([
    'Model facebook/twins-base',
    'Data facebook/twins',
    'Demo someone/twins',
    'Demo',
  ]);
});

import { identityUrl, pdfUrl, type Identity, type PaperDetail } from '@broadsheet/papers';

/** A way from a paper's page to the paper itself, or to what belongs to it. */
export interface ReadingLink {
  label: string;
  url: string;
}

const identityNames: Partial<Record<Identity['scheme'], string>> = {
  arxiv: 'arXiv',
  openreview: 'OpenReview',
  acl: 'ACL Anthology',
  doi: 'DOI',
};

const linkNames = {
  page: 'Paper’s page',
  pdf: 'PDF',
  code: 'Code',
  project: 'Project',
  media: 'Media',
  dataset: 'Data',
  model: 'Model',
  demo: 'Demo',
} as const;

/** The text first, then the places that know the paper, then what belongs to it; each address once. */
export function readingLinks(paper: PaperDetail): ReadingLink[] {
  const pdf = pdfUrl(paper);
  const links: ReadingLink[] = pdf === null ? [] : [{ label: linkNames.pdf, url: pdf }];
  for (const [scheme, label] of Object.entries(identityNames)) {
    const identity = paper.identities.find((one) => one.scheme === scheme);
    // arXiv's own DOIs only lead back to arXiv.
    if (identity === undefined || (scheme === 'doi' && identity.value.startsWith('10.48550/'))) continue;
    links.push({ label, url: identityUrl(identity) });
  }
  const known = new Set(links.map(({ url }) => comparable(url)));
  for (const link of paper.links) {
    if (known.has(comparable(link.url))) continue;
    known.add(comparable(link.url));
    const stars = link.stars === undefined ? '' : ` · ${link.stars.toLocaleString('en')} stars`;
    links.push({ label: `${linkNames[link.kind]}${nameAtHub(link)}${stars}`, url: link.url });
  }
  return links;
}

/** A paper may have many models, datasets and demos; where they lie at Hugging Face their addresses name them. */
function nameAtHub({ kind, url }: PaperDetail['links'][number]): string {
  if (!['model', 'dataset', 'demo'].includes(kind)) return '';
  const name = /^https:\/\/huggingface\.co\/(?:datasets\/|spaces\/)?([\w.-]+(?:\/[\w.-]+)?)$/.exec(url)?.[1];
  return name === undefined ? '' : ` ${name}`;
}

/** `http://arxiv.org/abs/2103.03230v2` and `https://www.arxiv.org/abs/2103.03230` are the same place. */
function comparable(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.|dx\.)?/, '')
    .replace(/(arxiv\.org\/(?:abs|pdf)\/.+?)(?:v\d+)?(?:\.pdf)?$/, '$1')
    .replace(/\/$/, '')
    .toLowerCase();
}

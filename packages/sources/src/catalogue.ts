import type { Source } from './source.ts';
import { aclAnthology } from './sources/acl-anthology.ts';
import { arxivFeed } from './sources/arxiv-feed.ts';
import { arxivOai } from './sources/arxiv-oai.ts';
import { arxivQuery } from './sources/arxiv-query.ts';
import { biorxiv } from './sources/biorxiv.ts';
import { crossref } from './sources/crossref.ts';
import { github } from './sources/github.ts';
import { huggingFace } from './sources/hugging-face.ts';
import { medrxiv } from './sources/medrxiv.ts';
import { openalex } from './sources/openalex.ts';
import { openreview } from './sources/openreview.ts';
import { rss } from './sources/rss.ts';
import { semanticScholar } from './sources/semantic-scholar.ts';

/** Every source that there is: those that bring the day's papers first. */
export const catalogue: readonly Source[] = [
  arxivFeed,
  arxivOai,
  arxivQuery,
  huggingFace,
  openreview,
  aclAnthology,
  biorxiv,
  medrxiv,
  semanticScholar,
  openalex,
  crossref,
  github,
  rss,
];

/** What `--gather` turns on where nothing was chosen: each day's papers of arXiv, and what Hugging Face says of them. */
export const usualSources = ['arxiv-feed', 'arxiv-oai', 'hugging-face'] as const;

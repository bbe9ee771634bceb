import type { Identity } from '../record/source-record.ts';

/** The address at which a name leads to its paper, outside of this site. */
export function identityUrl({ scheme, value }: Pick<Identity, 'scheme' | 'value'>): string {
  switch (scheme) {
    case 'arxiv':
      return `https://arxiv.org/abs/${value}`;
    case 'doi':
      return `https://doi.org/${encodeURI(value).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
    case 'openreview':
      return `https://openreview.net/forum?id=${encodeURIComponent(value)}`;
    case 'acl':
      return `https://aclanthology.org/${value}/`;
    case 'hf':
      return `https://huggingface.co/papers/${value}`;
    case 'url':
      return value;
  }
}

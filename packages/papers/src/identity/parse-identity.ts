import type { Identity, IdentityScheme } from '../record/source-record.ts';
import { parseArxivId } from './arxiv-id.ts';

/** A name of a paper as somebody wrote it, understood. */
export interface ParsedIdentity {
  scheme: IdentityScheme;
  /** Canonical: no prefix, no version, DOIs in lower case. */
  value: string;
  version?: number;
}

/** Longer text is no identifier; reading it would only cost time. */
const longest = 2000;
const doi = /^10\.\d{4,9}\/[^\s"]+$/;
const aclOld = /^[A-Z]\d{2}-\d{4}$/;
const aclNew = /^\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)?\.\d{1,4}$/;
const openReviewId = /^[\w-]{5,40}$/;
const trackers = /^(utm_\w+|fbclid|gclid|ref|ref_src|mc_cid|mc_eid)$/;

/**
 * Understands one name of a paper: an arXiv id of either scheme, a DOI, an ACL Anthology or OpenReview id, with the
 * usual prefixes, or an address of a paper's page. null where it is none of these.
 */
export function parseIdentity(text: string): ParsedIdentity | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > longest) return null;
  if (/^https?:\/\//i.test(trimmed)) return parseAddress(trimmed);
  const [, prefix = '', rest = trimmed] = /^(arxiv|doi|acl|openreview|hf)\s*:\s*(\S+)$/i.exec(trimmed) ?? [];
  switch (prefix.toLowerCase()) {
    case 'arxiv':
    case 'hf':
      return fromArxivId(rest);
    case 'doi':
      return fromDoi(rest);
    case 'acl':
      return aclOld.test(rest) || aclNew.test(rest) ? { scheme: 'acl', value: rest } : null;
    case 'openreview':
      return openReviewId.test(rest) ? { scheme: 'openreview', value: rest } : null;
  }
  // Without a scheme: people paste addresses as their browser shows them.
  if (/^(www\.|dx\.)?(arxiv|doi|aclanthology|openreview|huggingface)\.(org|net|co)\//i.test(rest)) {
    return parseAddress(`https://${rest}`);
  }
  if (aclOld.test(rest) || aclNew.test(rest)) return { scheme: 'acl', value: rest };
  return fromArxivId(rest) ?? fromDoi(rest);
}

/** All names that one text implies: an arXiv DOI is an arXiv id too, a Hugging Face address holds one. */
export function identitiesOf(text: string): Identity[] {
  const parsed = parseIdentity(text);
  if (parsed === null) return [];
  const names: Identity[] = [{ scheme: parsed.scheme, value: parsed.value, confirmed: true }];
  const written = text.trim();
  if (/huggingface\.co\/papers\//i.test(written) || /^hf\s*:/i.test(written)) {
    names.push({ scheme: 'hf', value: parsed.value, confirmed: true });
  }
  if (parsed.scheme === 'arxiv' && /10\.48550\/arxiv\./i.test(written)) {
    names.push({ scheme: 'doi', value: `10.48550/arxiv.${parsed.value.toLowerCase()}`, confirmed: true });
  }
  return names;
}

function fromArxivId(text: string): ParsedIdentity | null {
  const parsed = parseArxivId(text.replace(/\.pdf$/i, ''));
  if (parsed === null) return null;
  return {
    scheme: 'arxiv',
    value: parsed.id,
    ...(parsed.version === undefined ? {} : { version: parsed.version }),
  };
}

function fromDoi(text: string): ParsedIdentity | null {
  const value = trimDoi(decode(text)).toLowerCase();
  if (!doi.test(value)) return null;
  const [, arxivId] = /^10\.48550\/arxiv\.(.+)$/.exec(value) ?? [];
  return (arxivId === undefined ? null : fromArxivId(arxivId)) ?? { scheme: 'doi', value };
}

/** A DOI in running text brings the sentence's full stop or a closing bracket along. */
function trimDoi(text: string): string {
  let end = text.length;
  while (end > 0 && '.,;:!?"\'’”'.includes(text.charAt(end - 1))) end--;
  const cut = text.slice(0, end);
  return cut.endsWith(')') && !cut.includes('(') ? cut.slice(0, -1) : cut;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseAddress(address: string): ParsedIdentity | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  return fromKnownSite(url) ?? fromAnySite(url);
}

function fromKnownSite(url: URL): ParsedIdentity | null {
  const host = url.hostname.replace(/^www\./, '');
  const path = decode(url.pathname).replace(/\/+$/, '');
  const after = (pattern: RegExp) => pattern.exec(path)?.[1] ?? '';
  switch (host) {
    case 'arxiv.org':
    case 'export.arxiv.org':
    case 'browse.arxiv.org':
    case 'ar5iv.org':
    case 'ar5iv.labs.arxiv.org':
    case 'alphaxiv.org':
      return fromArxivId(after(/^\/(?:abs|pdf|html|format|src|ps|overview|forum)\/(.+)$/));
    case 'huggingface.co':
    case 'hf.co':
      return fromArxivId(after(/^\/papers\/([^/]+)$/));
    case 'doi.org':
    case 'dx.doi.org':
      return fromDoi(path.slice(1));
    case 'aclanthology.org':
    case 'aclweb.org': {
      const id = after(/^\/(?:anthology\/)?([^/]+)$/).replace(/\.(pdf|bib)$/, '');
      return aclOld.test(id) || aclNew.test(id) ? { scheme: 'acl', value: id } : null;
    }
    case 'openreview.net': {
      const id = url.searchParams.get('id') ?? '';
      return /^\/(forum|pdf|attachment)$/.test(path) && openReviewId.test(id)
        ? { scheme: 'openreview', value: id }
        : null;
    }
    default:
      return null;
  }
}

function fromAnySite(url: URL): ParsedIdentity | null {
  if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return null;
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) if (trackers.test(name)) url.searchParams.delete(name);
  const value = url.href.replace(/\/$/, '');
  return value.length > 500 ? null : { scheme: 'url', value };
}

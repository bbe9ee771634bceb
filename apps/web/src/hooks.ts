import type { Reroute } from '@sveltejs/kit/hooks';

/**
 * Addresses with an ending: every list has feeds (`/trending.rss`, `/search.atom?q=…`, `/day/2026-03-10.json`), every
 * paper has citations and a text for agents (`/papers/2103.03230.bib`), all talk has feeds (`/papers/2103.03230/talk.atom`), and so
 * has whatever somebody made a private address for (`/feeds/private/….rss`). Each kind is made in one place.
 */
export const reroute: Reroute = ({ url }) => {
  const talk = /^\/(?:papers\/(.+)\/)?talk\.(rss|atom|json)$/.exec(url.pathname);
  if (talk) return `/talk/feed/${talk[2]}/${talk[1] ?? ''}`;
  const secret = /^\/feeds\/private\/([\w-]+)\.(rss|atom|json)$/.exec(url.pathname);
  if (secret) return `/feeds/private/${secret[1]}/${secret[2]}`;
  const paper = /^\/papers\/(.+)\.(bib|ris|csl\.json|md)$/.exec(url.pathname);
  if (paper) return `/cite/${paper[2]}/${paper[1]}`;
  const feed = /^\/(?!api\/|papers\/)(.+)\.(rss|atom|json)$/.exec(url.pathname);
  if (feed && !feed[1]?.startsWith('_app/')) return `/feeds/${feed[2]}/${feed[1]}`;
  return undefined;
};

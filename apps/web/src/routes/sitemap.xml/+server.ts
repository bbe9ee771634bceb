import { escapeXml, listPapers } from '@broadsheet/papers';
import { allRows } from '../../lib/server/lab/filter-rows.ts';
import { library } from '../../lib/server/library.ts';
import { siteUrl } from '../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** Addresses to a file, by the sitemaps protocol at most 50,000. */
const perFile = 10_000;
const perQuery = 200;

/** What is here besides papers and methods. */
const pages = [
  '/',
  '/trending',
  '/categories',
  '/venues',
  '/map',
  '/similar',
  '/methods',
  '/methods/leaderboards',
  '/subscribe',
  '/api',
  '/about',
];

/** The index of the sitemap, or one of its parts: `?part=1`. */
export const GET: RequestHandler = async ({ url }) => {
  const site = siteUrl(url);
  const part = Number(url.searchParams.get('part') ?? 0);
  const { total } = await listPapers(library(), { order: 'newest' }, { limit: 1, offset: 0 });
  if (!Number.isInteger(part) || part < 1) {
    const parts = Array.from({ length: Math.max(1, Math.ceil(total / perFile)) }, (_, index) => index + 1);
    return xml(
      'sitemapindex',
      parts.map(
        (number) => `<sitemap><loc>${escapeXml(`${site}/sitemap.xml?part=${number}`)}</loc></sitemap>`,
      ),
    );
  }
  const entries: string[] =
    part === 1
      ? [...pages, ...allRows().map(({ row }) => `/methods/${row.id}`)].map(
          (path) => `<url><loc>${escapeXml(site + path)}</loc></url>`,
        )
      : [];
  for (let offset = (part - 1) * perFile; offset < Math.min(total, part * perFile); offset += perQuery) {
    const { items } = await listPapers(library(), { order: 'newest' }, { limit: perQuery, offset });
    for (const { key, changedAt } of items) {
      entries.push(
        `<url><loc>${escapeXml(`${site}/papers/${key}`)}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>`,
      );
    }
  }
  return xml('urlset', entries);
};

function xml(name: string, entries: readonly string[]): Response {
  const body = `<?xml version="1.0" encoding="utf-8"?>\n<${name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('\n')}</${name}>\n`;
  return new Response(body, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
}

import { escapeXml } from '@broadsheet/papers';
import { siteUrl } from '../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** How a browser's address bar searches here (OpenSearch 1.1). */
export const GET: RequestHandler = ({ url }) => {
  const site = escapeXml(siteUrl(url));
  const body = `<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Broadsheet</ShortName>
  <Description>Search the daily research papers</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template="${site}/search?q={searchTerms}"/>
  <Url type="application/rss+xml" template="${site}/search.rss?q={searchTerms}"/>
</OpenSearchDescription>
`;
  return new Response(body, {
    headers: { 'content-type': 'application/opensearchdescription+xml; charset=utf-8' },
  });
};

import { escapeXml } from '@broadsheet/papers';
import type { Issue } from '../digest/read-issue.ts';
import { digestWords } from './digest-words.ts';
import { mathHtml } from './math-text.ts';
import { paperParts, rooms, type PaperParts } from './paper-parts.ts';
import { digestSubject } from './subject.ts';

/**
 * The issues of a subscription as RSS 2.0 (https://www.rssboard.org/rss-specification), each an item that holds all of
 * it. Whoever knows the feed's address can read it; nothing in it leads to the subscription itself.
 * @param issues newest first
 * @returns XML, to be sent as `application/rss+xml; charset=utf-8`
 */
export function issuesFeed(
  issues: readonly Pick<Issue, 'id' | 'composedAt' | 'digest'>[],
  {
    site,
    feedUrl,
    title,
    issueUrl,
  }: { site: string; feedUrl: string; title: string; issueUrl: (id: number) => string },
): string {
  const items = issues.map(({ id, composedAt, digest }) =>
    [
      '<item>',
      element('title', digestSubject(digest)),
      element('link', issueUrl(id)),
      // Addresses of issues are signed, and a new key gives new ones; the issue stays the same.
      `<guid isPermaLink="false">${escapeXml(`${site}/issues/${id}`)}</guid>`,
      element('pubDate', composedAt.toUTCString()),
      element('description', issueHtml(digest, { site, issue: issueUrl(id) })),
      '</item>',
    ].join(''),
  );
  const [newest] = issues;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
    element('title', title),
    element('link', site),
    element('description', `Digests: ${title}`),
    element('language', 'en'),
    ...(newest === undefined ? [] : [element('lastBuildDate', newest.composedAt.toUTCString())]),
    element('generator', 'Broadsheet'),
    `<atom:link href="${escapeXml(feedUrl)}" rel="self" type="application/rss+xml"/>`,
    ...items,
    '</channel></rss>\n',
  ].join('\n');
}

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

/** An issue as HTML without styles, for feed readers. */
function issueHtml(digest: Issue['digest'], { site, issue }: { site: string; issue: string }): string {
  const links = { site, issue, manage: null, unsubscribe: null, paperActions: null };
  const words = digestWords(digest, links, { name: site }, digest.entries.length);
  return [
    `<p>${escapeXml(words.extent)}</p>`,
    ...words.notices.map((notice) => `<p><strong>${escapeXml(notice)}</strong></p>`),
    ...digest.entries.map((entry, index) =>
      paperHtml(paperParts(entry, index + 1, links, rooms[digest.length])),
    ),
    ...words.more.map(({ text, url }) => `<p>${anchor(text, url)}</p>`),
  ].join('');
}

function paperHtml({ number, title, url, authors, why, abstract, links }: PaperParts): string {
  return [
    `<h2 dir="auto">${number}. <a href="${escapeXml(url)}">${mathHtml(title)}</a></h2>`,
    authors === '' ? '' : `<p dir="auto">${escapeXml(authors)}</p>`,
    ...abstract.map((paragraph) => `<p dir="auto">${mathHtml(paragraph)}</p>`),
    why === '' ? '' : `<p>Why: ${mathHtml(why)}</p>`,
    links.length === 0 ? '' : `<p>${links.map((link) => anchor(link.text, link.url)).join(' · ')}</p>`,
  ].join('');
}

const anchor = (text: string, url: string) => `<a href="${escapeXml(url)}">${escapeXml(text)}</a>`;

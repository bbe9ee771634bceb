import {
  citationMeta,
  findPaper,
  getPaper,
  identityUrl,
  readingTime,
  toBibtex,
  toCslJson,
  toRis,
  type PaperDetail,
} from '@broadsheet/papers';
import { may, paperState } from '@broadsheet/people';
import { similarPapers } from '@broadsheet/search';
import { error, redirect } from '@sveltejs/kit';
import { encoderInUse } from '../../../lib/server/encoder.ts';
import { rowOfPaper } from '../../../lib/server/lab/row-of-paper.ts';
import { library } from '../../../lib/server/library.ts';
import { withOwnMarks } from '../../../lib/server/own-marks.ts';
import { readingLinks } from '../../../lib/server/reading-links.ts';
import { renderParagraphs, renderText } from '../../../lib/server/render-text.ts';
import { citedWords, reviewWords } from '../../../lib/server/reception.ts';
import { ownRules } from '../../../lib/server/rules/own-rules.ts';
import { siteUrl } from '../../../lib/server/site-url.ts';
import { creditOf } from '../../../lib/server/sources/credits.ts';
import { peopleAround } from '../../../lib/server/talk/people-around.ts';
import { authorLinks, categoryLinks, toCard } from '../../../lib/server/to-card.ts';
import { whySimilar } from '../../../lib/server/why-similar.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, request, setHeaders, locals }) => {
  const found = await findPaper(library(), params.key);
  const moderator = may(locals.member, 'moderate');
  const paper = found && (await getPaper(library(), found.id, { hidden: moderator }));
  if (paper === null) {
    error(404, {
      message: `No paper here is called “${params.key}”. Search for its title, or import it: npm run broadsheet -- import FILE.`,
    });
  }
  if (prefersMarkdown(request)) redirect(303, `/papers/${paper.key}.md`);
  if (paper.key !== params.key) redirect(301, `/papers/${paper.key}`);
  setHeaders({ 'cache-control': 'public, max-age=60', vary: 'accept' });
  const rules = await ownRules(locals.member);
  const similar = await similarPapers(
    library(),
    { seeds: [paper.id], limit: 6, ...(rules === null ? {} : { hide: rules.hides }) },
    await encoderInUse(),
  );
  const cards = await withOwnMarks(locals.member, [
    toCard(paper),
    ...similar.map((found) => toCard(found.paper)),
  ]);
  const address = `${siteUrl(url)}/papers/${paper.key}`;
  return {
    card: cards[0] ?? toCard(paper),
    state: moderator ? await paperState(library(), paper.id) : null,
    title: paper.title,
    description: paper.abstract.replace(/\s+/g, ' ').slice(0, 200),
    titleHtml: renderText(paper.title),
    abstractHtml: renderParagraphs(paper.abstract),
    summary: paper.summary,
    keywords: paper.keywords,
    authors: authorLinks(paper).map((author, index) => ({
      ...author,
      orcid: paper.authors[index]?.orcid ?? null,
      affiliation: paper.authors[index]?.affiliation ?? null,
    })),
    categories: categoryLinks(paper.categories),
    links: readingLinks(paper),
    identities: paper.identities.map((identity) => ({ ...identity, url: identityUrl(identity) })),
    published: paper.published,
    comment: paper.comment,
    journalRef: paper.journalRef,
    license: paper.license,
    cited: citedWords(paper),
    reviewed: reviewWords(paper),
    versions: paper.versions.map(({ number, date }) => ({ number, day: date?.slice(0, 10) ?? null })),
    changes: paper.versionChanges,
    sources: sourcesOf(paper),
    conflicts: paper.conflicts.map(({ field, chosen, others }) => ({
      field,
      chosen: { text: toText(chosen.value), source: creditOf(chosen.by.source).title },
      others: others.map(({ value, by }) => ({ text: toText(value), source: creditOf(by.source).title })),
    })),
    popularity: paper.popularity.map((row) => ({ ...row, title: creditOf(row.source).title })),
    lists: paper.lists,
    method: await rowOfPaper(paper.title),
    minutes: readingTime(paper.abstract),
    similar: similar.map((found, index) => ({
      card: cards[index + 1] ?? toCard(found.paper),
      why: whySimilar(found, 1),
    })),
    cite: { bibtex: toBibtex(paper), ris: toRis(paper), csl: JSON.stringify([toCslJson(paper)], null, 2) },
    meta: citationMeta(paper, address),
    address,
    image: `${siteUrl(url)}/og/${paper.key}.png`,
    people: await peopleAround(paper),
  };
};

/** Agents ask for `text/markdown` outright; browsers never do. */
function prefersMarkdown(request: Request): boolean {
  return (
    (request.headers.get('accept') ?? '').toLowerCase().split(',')[0]?.trim().startsWith('text/markdown') ===
    true
  );
}

/** Each source once, with the fields that it supplied. */
function sourcesOf({
  provenance,
}: PaperDetail): { source: string; title: string; key: string; at: string; fields: string[] }[] {
  const bySource = Map.groupBy(Object.entries(provenance), ([, by]) => `${by.source} ${by.key}`);
  return [...bySource.values()].flatMap((entries) => {
    const by = entries[0]?.[1];
    if (by === undefined) return [];
    const at = (by.statedAt ?? by.receivedAt).toISOString().slice(0, 10);
    return [
      {
        source: by.source,
        title: creditOf(by.source).title,
        key: by.key,
        at,
        fields: entries.map(([field]) => field),
      },
    ];
  });
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value) ?? '';
  return value
    .map((item) => (typeof item === 'string' ? item : ((item as { name?: string }).name ?? '')))
    .join(', ');
}

import {
  identityUrl,
  toBibtex,
  toCslJson,
  toRis,
  type IdentityScheme,
  type PaperSummary,
  type Store,
} from '@broadsheet/papers';
import { libraryIds, libraryPapers, type LibraryFilter, type LibraryPaper } from '../list-library.ts';

export const libraryFormats = ['bibtex', 'ris', 'csl-json', 'markdown', 'json'] as const;
export type LibraryFormat = (typeof libraryFormats)[number];

/** What a file of each format is, and how it is called. */
export const libraryMedia: Record<LibraryFormat, { type: string; file: string }> = {
  bibtex: { type: 'application/x-bibtex; charset=utf-8', file: 'library.bib' },
  ris: { type: 'application/x-research-info-systems; charset=utf-8', file: 'library.ris' },
  'csl-json': { type: 'application/vnd.citationstyles.csl+json', file: 'library.csl.json' },
  markdown: { type: 'text/markdown; charset=utf-8', file: 'library.md' },
  json: { type: 'application/json; charset=utf-8', file: 'library.json' },
};

/** Everything of a library, which `readLibrary` reads back. */
export interface LibraryDocument {
  format: 'broadsheet-library';
  version: 1;
  papers: {
    /** `arxiv:2103.03230`, `doi:10.1000/182`. */
    identities: string[];
    title: string;
    authors: string[];
    year: number | null;
    venue: string | null;
    abstract: string;
    state: string;
    tags: string[];
    /** Markdown. */
    note: string;
    savedAt: string;
    changedAt: string;
    readAt: string | null;
  }[];
}

/** A member's library in an open format, the whole of it or what a filter holds for; the first saved first. */
export async function writeLibrary(
  store: Pick<Store, 'query'>,
  memberId: string,
  format: LibraryFormat,
  filter: LibraryFilter = {},
): Promise<string> {
  const ids = await libraryIds(store, memberId, filter);
  const papers = (await libraryPapers(store, memberId, ids)).sort(
    (a, b) => a.entry.savedAt.getTime() - b.entry.savedAt.getTime() || a.paper.id - b.paper.id,
  );
  switch (format) {
    case 'bibtex':
      return papers.map(withFields).join('\n');
    case 'ris':
      return papers.map(withTags).join('');
    case 'csl-json':
      return `${JSON.stringify(papers.map(toCsl), null, 2)}\n`;
    case 'markdown':
      return toMarkdownList(papers);
    case 'json':
      return `${JSON.stringify(await toDocument(store, papers), null, 2)}\n`;
  }
}

/** Names that papers have in the outside world, by internal id. */
async function identitiesByPaper(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
): Promise<Map<number, { scheme: IdentityScheme; value: string }[]>> {
  const rows = await store.query<{ id: number; scheme: IdentityScheme; value: string }>(
    `select paper_id as id, scheme, value from identities where paper_id = any($1::bigint[]) and confirmed
      order by paper_id, scheme, value`,
    [ids],
  );
  return Map.groupBy(rows, ({ id }) => id);
}

async function toDocument(
  store: Pick<Store, 'query'>,
  papers: readonly LibraryPaper[],
): Promise<LibraryDocument> {
  const names = await identitiesByPaper(
    store,
    papers.map(({ paper }) => paper.id),
  );
  return {
    format: 'broadsheet-library',
    version: 1,
    papers: papers.map(({ paper, entry }) => ({
      identities: (names.get(paper.id) ?? []).map(({ scheme, value }) =>
        scheme === 'url' ? value : `${scheme}:${value}`,
      ),
      title: paper.title,
      authors: paper.authors.map(({ name }) => name),
      year: paper.year,
      venue: paper.venue,
      abstract: paper.abstract,
      state: entry.state,
      tags: entry.tags,
      note: entry.note,
      savedAt: entry.savedAt.toISOString(),
      changedAt: entry.changedAt.toISOString(),
      readAt: entry.readAt?.toISOString() ?? null,
    })),
  };
}

/** BibTeX has `keywords` and `annote` for what a reader says of a reference; both are braced and must stay so. */
function withFields({ paper, entry }: LibraryPaper): string {
  const own = [
    ['keywords', entry.tags.join(', ')],
    ['annote', entry.note],
  ].flatMap(([name, value]) => (value ? [`  ${name} = {${plainTex(value)}}`] : []));
  const text = toBibtex(paper);
  return own.length === 0 ? text : text.replace(/\n\}\n$/, () => `,\n${own.join(',\n')}\n}\n`);
}

const signs: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function plainTex(text: string): string {
  return text.replace(/[\\{}%&#_$~^]/g, (sign) => signs[sign] ?? `\\${sign}`);
}

/** RIS has `KW` and `N1`, one line each. */
function withTags({ paper, entry }: LibraryPaper): string {
  const own = [
    ...entry.tags.map((tag) => `KW  - ${tag}\r\n`),
    ...(entry.note === '' ? [] : [`N1  - ${entry.note.replace(/\s+/g, ' ').trim()}\r\n`]),
  ].join('');
  // The paper's own keywords are no tags of the reader's.
  return toRis({ ...paper, keywords: [] }).replace(/ER {2}- \r\n$/, () => `${own}ER  - \r\n`);
}

function toCsl({ paper, entry }: LibraryPaper): Record<string, unknown> {
  return {
    // The paper's own keywords are no tags of the reader's.
    ...toCslJson({ ...paper, keywords: [] }),
    ...(entry.tags.length === 0 ? {} : { keyword: entry.tags.join(', ') }),
    ...(entry.note === '' ? {} : { note: entry.note }),
  };
}

/** A list for people, with the notes as they were written. */
function toMarkdownList(papers: readonly LibraryPaper[]): string {
  const entries = papers.map(({ paper, entry }) => {
    const address = addressOf(paper);
    const title = escapeMarkdown(paper.title);
    const facts = [
      paper.authors.map(({ name }) => escapeMarkdown(name)).join(', '),
      [paper.venue === null ? '' : escapeMarkdown(paper.venue), paper.year ?? ''].filter(Boolean).join(' '),
      `${entry.state}, saved ${entry.savedAt.toISOString().slice(0, 10)}${entry.readAt === null ? '' : `, read ${entry.readAt.toISOString().slice(0, 10)}`}`,
      entry.tags.map((tag) => `#${escapeMarkdown(tag.replaceAll(' ', '-'))}`).join(' '),
    ].filter(Boolean);
    return [
      `## ${address === null ? title : `[${title}](${address})`}`,
      facts.map((fact) => `- ${fact}`).join('\n'),
      ...(entry.note === '' ? [] : [entry.note]),
    ].join('\n\n');
  });
  return `${['# Library', ...entries].join('\n\n')}\n`;
}

function addressOf({ arxivId, doi, links }: PaperSummary): string | null {
  if (arxivId !== null) return identityUrl({ scheme: 'arxiv', value: arxivId });
  if (doi !== null) return identityUrl({ scheme: 'doi', value: doi });
  return links.find(({ kind }) => kind === 'page')?.url ?? null;
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}

import { catalogue } from '@broadsheet/sources';

/** Who is thanked, and for what, on pages that show what a source of records said. */
export interface Credit {
  /** For people: `Semantic Scholar`; the records' own name where nothing is known by it. */
  title: string;
  /** Of its metadata; null where nobody told. */
  licence: string | null;
  /** What the source asks to be said of it. */
  thanks: string | null;
}

const arxivThanks = 'Thank you to arXiv for use of its open access interoperability.';

const thanks: Readonly<Record<string, string>> = {
  'arxiv-feed': arxivThanks,
  'arxiv-oai': arxivThanks,
  'arxiv-query': arxivThanks,
  openalex: 'Data of OpenAlex: Priem, Piwowar and Orr, 2022, https://arxiv.org/abs/2205.01833',
  'semantic-scholar':
    'Data of Semantic Scholar, https://www.semanticscholar.org: The Semantic Scholar Open Data Platform, https://arxiv.org/abs/2301.10140',
};

/** Records that came by files, under names of their own: whose words they are, where that is a source. */
const files: Readonly<Record<string, { title: string; source?: string }>> = {
  arxiv: { title: 'arXiv', source: 'arxiv-oai' },
  'arxiv-api': { title: 'arXiv (query API)', source: 'arxiv-query' },
  bibtex: { title: 'BibTeX files' },
  ris: { title: 'RIS files' },
  page: { title: 'Web pages' },
  submission: { title: 'Members’ submissions' },
  library: { title: 'Readers’ libraries' },
};

/** @param name A record's `source`. */
export function creditOf(name: string): Credit {
  const file = files[name];
  const known = file?.source ?? name;
  const source = catalogue.find((one) => one.name === known);
  return {
    title: file?.title ?? source?.title ?? name,
    licence: source?.licence ?? null,
    thanks: thanks[known] ?? null,
  };
}

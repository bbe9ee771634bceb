import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

export interface SemanticScholarContent {
  /** `ARXIV:…` or `DOI:…` → the paper with all its fields. */
  papers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The only key that is accepted; any goes where it is missing. */
  apiKey?: string;
  /** Most papers in one answer before it counts as too large. */
  most?: number;
}

const fields = new Set(
  'paperId,corpusId,externalIds,url,title,abstract,venue,year,referenceCount,citationCount,influentialCitationCount,isOpenAccess,openAccessPdf,fieldsOfStudy,publicationDate,authors,tldr'.split(
    ',',
  ),
);

/** Answers like the batch of papers of Semantic Scholar's Academic Graph, by recorded answers of it. */
export function semanticScholarService(content: SemanticScholarContent): Service {
  return ({ method, path, query, headers, body }) => {
    if (method !== 'POST' || path !== '/graph/v1/paper/batch') {
      return json({ error: 'Not found' }, { status: 404 });
    }
    const key = headers['x-api-key'];
    if (key !== undefined && content.apiKey !== undefined && key !== content.apiKey) {
      return json({ message: 'Forbidden' }, { status: 403 });
    }
    const asked = (query.get('fields') ?? 'title').split(',');
    const unknown = asked.filter((field) => !fields.has(field));
    if (unknown.length > 0) {
      return json({ error: `Unrecognized or unsupported fields: [${unknown.join(', ')}]` }, { status: 400 });
    }
    const { ids } = JSON.parse(body) as { ids: string[] };
    if (ids.length > 500) return json({ error: 'Too many paper ids given' }, { status: 400 });
    const papers = ids.map((id) => content.papers[id] ?? null);
    if (papers.every((paper) => paper === null)) {
      return json({ error: 'No valid paper ids given' }, { status: 400 });
    }
    if (papers.length > (content.most ?? 500)) {
      return json({ error: 'Response would exceed maximum size of 10 MB' }, { status: 400 });
    }
    return json(
      papers.map(
        (paper) =>
          paper &&
          Object.fromEntries(
            ['paperId', ...asked].flatMap((field) => (field in paper ? [[field, paper[field]]] : [])),
          ),
      ),
    );
  };
}

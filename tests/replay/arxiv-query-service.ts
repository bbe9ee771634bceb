import { newYorkClock, newYorkInstant, parseArxivId } from '@broadsheet/papers';
import { stateOf, type PaperHistory, type PaperState } from './arxiv-history.ts';
import type { ReplayAnswer, Service } from './replay-server.ts';
import { xml } from './xml-text.ts';

const mostResults = 2000;
const mostOverall = 30_000;

/**
 * arXiv's query API as its manual and recorded answers show it: lists of ids, and `search_query=cat:…`. Ids that nobody
 * has are left out of the answer; one that is no id spoils it.
 */
export function arxivQueryService(papers: () => readonly PaperHistory[]): Service {
  return ({ path, query, now }) => {
    if (path !== '/api/query') return { status: 404, type: 'text/html', body: '<h1>Not Found</h1>' };
    const ids = (query.get('id_list') ?? '').split(',').filter(Boolean);
    const search = /^cat:(\S+)$/.exec(query.get('search_query') ?? '')?.[1];
    const start = Number(query.get('start') ?? '0');
    const most = Number(query.get('max_results') ?? '10');
    if (!Number.isInteger(start) || start < 0)
      return failed(now, 'start_must_be_non-negative', 'start must be non-negative');
    if (!Number.isInteger(most) || most < 0 || most > mostResults || start + most > mostOverall) {
      return failed(now, 'max_results_too_large', `max_results must be at most ${mostResults}`);
    }
    const wrong = ids.find((id) => parseArxivId(id) === null);
    if (wrong !== undefined) {
      return failed(now, `incorrect_id_format_for_${wrong}`, `incorrect id format for ${wrong}`);
    }
    const states = papers().flatMap((paper) => stateOf(paper, now, 'query') ?? []);
    const found =
      search === undefined
        ? ids.flatMap((id) => states.filter(({ history }) => history.id === parseArxivId(id)?.id))
        : states.filter(({ categories }) => categories.includes(search));
    return feed(
      now,
      found.length,
      start,
      most,
      found
        .slice(start, start + most)
        .map(entry)
        .join('\n'),
    );
  };
}

function entry({ history, versions, categories, comment, journalRef }: PaperState): string {
  const [first, last] = [versions[0], versions.at(-1)];
  if (first === undefined || last === undefined) return '';
  const name = `${history.id}v${last.number}`;
  return `<entry><id>http://arxiv.org/abs/${name}</id><title>${xml(history.title)}</title>
<updated>${seconds(last.at)}</updated>
<link href="https://arxiv.org/abs/${name}" rel="alternate" type="text/html"/>
<link href="https://arxiv.org/pdf/${name}" rel="related" type="application/pdf" title="pdf"/>
<summary>${xml(history.abstract)}</summary>
${categories.map((code) => `<category term="${code}" scheme="http://arxiv.org/schemas/atom"/>`).join('')}
<published>${seconds(first.at)}</published>
${comment === null ? '' : `<arxiv:comment>${xml(comment)}</arxiv:comment>`}
${journalRef === null ? '' : `<arxiv:journal_ref>${xml(journalRef)}</arxiv:journal_ref>`}
<arxiv:primary_category term="${categories[0] ?? ''}"/>
${history.authors.map((author) => `<author><name>${xml(author)}</name></author>`).join('')}</entry>`;
}

function failed(now: Date, code: string, message: string): ReplayAnswer {
  const address = `https://arxiv.org/api/errors#${xml(code)}`;
  const body = `<entry><id>${address}</id><title>Error</title><updated>${seconds(now)}</updated>
<link href="${address}" rel="alternate" type="text/html"/><summary>${xml(message)}</summary>
<author><name>arXiv api core</name></author></entry>`;
  return { ...feed(now, 1, 0, 1, body), status: 400 };
}

function feed(now: Date, total: number, start: number, most: number, entries: string): ReplayAnswer {
  const midnight = newYorkInstant(newYorkClock(now).day, 0, 0);
  return {
    type: 'application/atom+xml; charset=utf-8',
    body: `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/replay</id><title>arXiv Query</title><updated>${seconds(midnight)}</updated>
<opensearch:itemsPerPage>${most}</opensearch:itemsPerPage><opensearch:totalResults>${total}</opensearch:totalResults>
<opensearch:startIndex>${start}</opensearch:startIndex>
${entries}
</feed>`,
  };
}

function seconds(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

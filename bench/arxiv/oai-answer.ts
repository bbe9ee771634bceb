import type { Archive } from './archive.ts';
import type { SyntheticPaper } from './paper.ts';

/** arXiv's own number. */
const usualPageSize = 2500;

/**
 * Answers a question to an OAI-PMH service as arXiv's does: `ListRecords` in arXivRaw from a datestamp on, a page at a
 * time, with tokens that hold the question and how many records to skip.
 * Source: https://www.openarchives.org/OAI/openarchivesprotocol.html#ListRecords
 */
export function answerOai(
  archive: Archive,
  query: URLSearchParams,
  { now = new Date(), pageSize = usualPageSize }: { now?: Date; pageSize?: number } = {},
): string {
  const token = query.get('resumptionToken');
  const wish = token === null ? query : new URLSearchParams(decodeURIComponent(token));
  if (wish.get('metadataPrefix') !== 'arXivRaw')
    return token === null
      ? wrapped(now, `<error code="cannotDisseminateFormat">This service knows arXivRaw only.</error>`)
      : wrapped(now, `<error code="badResumptionToken">That is no token of this service.</error>`);
  const skip = Number(wish.get('skip') ?? 0);
  const first = archive.firstSince(wish.get('from') ?? '') + skip;
  const next = Math.min(first + pageSize, archive.papers);
  if (first >= next) return wrapped(now, `<error code="noRecordsMatch">No records.</error>`);
  let records = '';
  for (let number = first; number < next; number++) records += recordOf(archive.paper(number));
  const more = new URLSearchParams(wish);
  more.set('skip', String(skip + pageSize));
  const end =
    next === archive.papers
      ? '<resumptionToken/>'
      : `<resumptionToken>${encodeURIComponent(more.toString())}</resumptionToken>`;
  return wrapped(now, `<ListRecords>${records}${end}</ListRecords>`);
}

/** What asks for the page behind this one; null on the last. */
export function tokenOn(page: string): string | null {
  return /<resumptionToken>([^<]+)</.exec(page.slice(-1000))?.[1] ?? null;
}

/** Element by element as in arXiv's own template. */
function recordOf(paper: SyntheticPaper): string {
  const { id, datestamp, versions, title, authors, categories, comments, journalRef, doi } = paper;
  const optional = (name: string, text: string | null) =>
    text === null ? '' : `<${name}>${escaped(text)}</${name}>`;
  return `
<record><header><identifier>oai:arXiv.org:${id}</identifier><datestamp>${datestamp}</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
<id>${id}</id><submitter>${escaped(authors.split(/, | and /)[0] ?? '')}</submitter>
${versions.map(({ number, date, size }) => `<version version="v${number}"><date>${date.toUTCString()}</date><size>${size}</size><source_type>D</source_type></version>`).join('')}
<title>${escaped(title)}</title><authors>${escaped(authors)}</authors><categories>${categories}</categories>
${optional('comments', comments)}${optional('journal-ref', journalRef)}${optional('doi', doi)}<license>${paper.license}</license>
<abstract>  ${escaped(paper.abstract)}
</abstract></arXivRaw></metadata></record>`;
}

function wrapped(now: Date, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${now.toISOString()}</responseDate>
<request verb="ListRecords">http://localhost/oai</request>${inside}</OAI-PMH>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

import { addDays, categoryCodes, isDay } from '@broadsheet/papers';
import { stateOf, type PaperHistory, type PaperState } from './arxiv-history.ts';
import type { ReplayAnswer, ReplayRequest, Service } from './replay-server.ts';
import { xml } from './xml-text.ts';

/** arXiv's own number. */
const usualPageSize = 2500;
const earliest = '2005-09-16';
const prefixes = new Set(['oai_dc', 'arXiv', 'arXivOld', 'arXivRaw']);

class OaiError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * arXiv's OAI-PMH service as it is since 2025 (the code is at github.com/arXiv/oaipmh): `ListRecords` in arXivRaw, over
 * (modification time, id), paged by OFFSET, with tokens that hold until 00:00 UTC.
 */
export function arxivOaiService(
  papers: () => readonly PaperHistory[],
  { pageSize = usualPageSize }: { pageSize?: number } = {},
): Service {
  /** Tokens that were given out, and until when they hold. */
  const tokens = new Map<string, Date>();

  return (request) => {
    try {
      return listRecords(request);
    } catch (error) {
      if (!(error instanceof OaiError)) throw error;
      return answer(request.now, `<error code='${error.code}'>${xml(error.message)}</error>`);
    }
  };

  function listRecords({ path, query, now }: ReplayRequest): ReplayAnswer {
    if (path !== '/oai') return { status: 404, type: 'text/html', body: '<h1>Not Found</h1>' };
    if (new Set(query.keys()).size < [...query.keys()].length) {
      throw new OaiError('badArgument', 'Duplicate parameters not allowed');
    }
    if (query.get('verb') !== 'ListRecords') throw new OaiError('badVerb', 'Invalid verb provided');
    const token = query.get('resumptionToken');
    const { wish, skip } = token === null ? { wish: query, skip: 0 } : readToken(query, token, now);
    const { from, until, set } = readWish(wish, now);
    const found = papers()
      .flatMap((paper) => stateOf(paper, now, 'oai') ?? [])
      .filter((state) => {
        const day = datestamp(state);
        return (
          day >= from && day <= until && (set === null || state.categories.some((code) => isIn(code, set)))
        );
      })
      .sort((a, b) => a.modified.getTime() - b.modified.getTime() || compare(a.history.id, b.history.id));
    const page = found.slice(skip, skip + pageSize);
    if (page.length === 0) {
      throw new OaiError(
        'noRecordsMatch',
        'The combination of the values of the from, until, set and metadataPrefix arguments results in an empty list.',
      );
    }
    const more = found.length > skip + pageSize ? makeToken(wish, skip + pageSize, now) : null;
    return answer(
      now,
      `<ListRecords>${page.map(record).join('')}${
        more === null
          ? '<resumptionToken/>'
          : `<resumptionToken expires='${midnightAfter(now).toISOString()}'>${more}</resumptionToken>`
      }</ListRecords>`,
    );
  }

  function makeToken(wish: URLSearchParams, skip: number, now: Date): string {
    const fields = new URLSearchParams(wish);
    fields.set('skip', String(skip));
    const token = encodeURIComponent(fields.toString());
    tokens.set(token, midnightAfter(now));
    return token;
  }

  function readToken(query: URLSearchParams, token: string, now: Date) {
    if ([...query.keys()].length > 2) {
      throw new OaiError('badArgument', 'No other paramters allowed with resumptionToken');
    }
    const ends = tokens.get(token);
    if (ends === undefined || now >= ends) {
      throw new OaiError('badResumptionToken', 'Token decoding failed or format is invalid.');
    }
    const wish = new URLSearchParams(decodeURIComponent(token));
    const skip = Number(wish.get('skip'));
    wish.delete('skip');
    return { wish, skip };
  }
}

/** The rules for arguments, in the order in which arXiv's code looks at them. */
function readWish(query: URLSearchParams, now: Date): { from: string; until: string; set: string | null } {
  const prefix = query.get('metadataPrefix');
  if (prefix === null) throw new OaiError('badArgument', 'metadataPrefix required.');
  const allowed = new Set(['verb', 'metadataPrefix', 'from', 'until', 'set']);
  if ([...query.keys()].some((key) => !allowed.has(key))) {
    throw new OaiError('badArgument', 'Unallowed parameter.');
  }
  if (!prefixes.has(prefix)) {
    throw new OaiError('cannotDisseminateFormat', 'Did not recognize requested format');
  }
  if (prefix !== 'arXivRaw') throw new Error('This replay knows arXivRaw only.');
  const from = query.get('from') ?? earliest;
  const until = query.get('until') ?? addDays(now.toISOString().slice(0, 10), 1);
  if (!isDay(from)) throw new OaiError('badArgument', 'from date format must be YYYY-MM-DD');
  if (from < earliest) throw new OaiError('badArgument', 'start date too early');
  if (!isDay(until)) throw new OaiError('badArgument', 'until date format must be YYYY-MM-DD');
  if (until > addDays(now.toISOString().slice(0, 10), 1)) {
    throw new OaiError('badArgument', 'until date too late');
  }
  if (until < from) {
    throw new OaiError('badArgument', 'until date must be greater than or equal to from date');
  }
  const set = query.get('set');
  if (set !== null && !isSet(set)) throw new OaiError('badArgument', 'Set does not exist');
  return { from, until, set };
}

const physics = new Set(
  'astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nlin nucl-ex nucl-th physics quant-ph'.split(
    ' ',
  ),
);
const archives = [...physics, 'cs', 'econ', 'eess', 'math', 'q-bio', 'q-fin', 'stat'];
const setSpecs = archives.flatMap((archive) => categoryCodes(archive).map(setOf));

/** `cs.LG` → `cs:cs:LG`, `hep-th` → `physics:hep-th`. */
function setOf(category: string): string {
  const [archive = '', subject] = category.split('.');
  const group = physics.has(archive) ? 'physics' : archive;
  return [group, archive, ...(subject === undefined ? [] : [subject])].join(':');
}

function isIn(category: string, set: string): boolean {
  return `${setOf(category)}:`.startsWith(`${set}:`);
}

function isSet(set: string): boolean {
  return setSpecs.some((spec) => `${spec}:`.startsWith(`${set}:`));
}

function datestamp({ modified }: PaperState): string {
  return modified.toISOString().slice(0, 10);
}

function record(state: PaperState): string {
  const { history, versions, categories, comment, journalRef } = state;
  return `
<record><header><identifier>oai:arXiv.org:${history.id}</identifier><datestamp>${datestamp(state)}</datestamp>
${categories.map((code) => `<setSpec>${setOf(code)}</setSpec>`).join('')}</header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id>${history.id}</id><submitter>${xml(history.authors[0] ?? '')}</submitter>
${versions
  .map(
    ({ number, at, withdrawn }) =>
      `<version version="v${number}"><date>${at.toUTCString()}</date><size>${withdrawn ? 0 : 120}kb</size>${
        withdrawn ? '<source_type>I</source_type>' : ''
      }</version>`,
  )
  .join('')}
<title>${xml(history.title)}</title><authors>${xml(authorLine(history.authors))}</authors>
<categories>${categories.join(' ')}</categories>${comment === null ? '' : `<comments>${xml(comment)}</comments>`}
${journalRef === null ? '' : `<journal-ref>${xml(journalRef)}</journal-ref>`}
<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>${xml(history.abstract)}</abstract>
</arXivRaw></metadata></record>`;
}

function authorLine(authors: readonly string[]): string {
  return authors.length < 2
    ? authors.join('')
    : `${authors.slice(0, -1).join(', ')} and ${authors.at(-1) ?? ''}`;
}

function answer(now: Date, inside: string): ReplayAnswer {
  return {
    type: 'application/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${now.toISOString()}</responseDate>
<request verb="ListRecords">https://oaipmh.arxiv.org/oai</request>${inside}</OAI-PMH>`,
  };
}

function midnightAfter(now: Date): Date {
  return new Date(`${addDays(now.toISOString().slice(0, 10), 1)}T00:00:00Z`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

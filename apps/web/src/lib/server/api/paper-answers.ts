import {
  authorKey,
  findPaper,
  getPaper,
  listPapers,
  toBibtex,
  toCslJson,
  toRis,
  type PaperDetail,
  type Selection,
  type Store,
} from '@broadsheet/papers';
import { searchPapers, similarPapers } from '@broadsheet/search';
import { nextPage } from './next-page.ts';
import type { Answerer, QueryOf } from './operation.ts';
import { toCompactHit, toPaperJson, toPaperRecordJson } from './paper-json.ts';
import { ApiProblem } from './problem.ts';
import type { cite, paper, papers, search, similar } from './v1-operations.ts';

export const answerPapers: Answerer<typeof papers> = async ({ query }, { store, url }) => {
  const page = await listPapers(store, selectionOf(query), { limit: query.limit, offset: query.offset });
  return {
    body: { ...page, items: page.items.map((item) => toPaperJson(item, url.origin)) },
    headers: nextPage(url, page, { offset: String(page.offset + page.limit) }),
  };
};

function selectionOf({ from, to, category, venue, author, list, order }: QueryOf<typeof papers>): Selection {
  if (order === 'position' && list === undefined) {
    const remedy = 'Only a list has positions: name one with `list`, or choose another order.';
    throw new ApiProblem(400, 'An order without its list', remedy, [{ field: 'order', remedy }]);
  }
  if (from !== undefined && to !== undefined && from > to) {
    const remedy = 'The first day must not be after the last one: exchange them.';
    throw new ApiProblem(400, 'A range that is the wrong way round', remedy, [{ field: 'from', remedy }]);
  }
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(category === undefined ? {} : { category }),
    ...(venue === undefined ? {} : { venue }),
    ...(author === undefined ? {} : { author: authorKey(author) }),
    ...(list === undefined ? {} : { list }),
    order,
  };
}

export const answerPaper: Answerer<typeof paper> = async ({ params }, { store, url }) => ({
  body: toPaperRecordJson(await paperNamed(store, params.key), url.origin),
});

export const answerSimilar: Answerer<typeof similar> = async ({ params, query }, { store, url }) => {
  const seed = await paperNamed(store, params.key);
  const found = await similarPapers(store, {
    seeds: [seed.id],
    limit: query.limit,
    ...(query.category === undefined ? {} : { category: query.category }),
    ...(query.after === undefined ? {} : { after: query.after }),
  });
  return { body: { items: found.map((item) => ({ ...item, paper: toPaperJson(item.paper, url.origin) })) } };
};

export const answerCite: Answerer<typeof cite> = async ({ params, query }, { store }) => {
  const cited = await paperNamed(store, params.key);
  switch (query.format) {
    case 'bibtex':
      return { body: toBibtex(cited), contentType: 'application/x-bibtex; charset=utf-8' };
    case 'ris':
      return { body: toRis(cited), contentType: 'application/x-research-info-systems; charset=utf-8' };
    case 'csl-json':
      return {
        body: JSON.stringify([toCslJson(cited)], null, 2),
        contentType: 'application/vnd.citationstyles.csl+json; charset=utf-8',
      };
  }
};

export const answerSearch: Answerer<typeof search> = async ({ query }, { store, url }) => {
  const { hits, ...answer } = await searchPapers(store, {
    query: query.q,
    sort: query.sort,
    limit: query.limit,
    offset: query.offset,
    facets: query.facets && !query.compact,
  });
  return {
    body: {
      ...answer,
      hits: query.compact
        ? hits.map(toCompactHit)
        : hits.map(({ paper: item, score, title, passage, matched }) => ({
            paper: toPaperJson(item, url.origin),
            score,
            title,
            passage,
            matched,
          })),
    },
    headers: nextPage(url, answer, { offset: String(answer.offset + answer.limit) }),
  };
};

async function paperNamed(store: Store, reference: string): Promise<PaperDetail> {
  const found = await findPaper(store, reference);
  const named = found && (await getPaper(store, found.id));
  if (named) return named;
  const remedy = 'Look for it with /api/v1/search?q=…, or give its arXiv id, DOI or our key.';
  throw new ApiProblem(404, 'Paper not found', `No paper here is called "${reference.slice(0, 100)}". ${remedy}`, [
    { field: 'key', remedy },
  ]);
}

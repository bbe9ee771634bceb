import { authorKey, listPapers, toBibtex, toCslJson, toRis, type Selection } from '@broadsheet/papers';
import { hiding } from './hiding.ts';
import { nextPage } from './next-page.ts';
import type { Answerer, QueryOf } from './operation.ts';
import { toPaperJson, toPaperRecordJson } from './paper-json.ts';
import { paperNamed } from './paper-named.ts';
import { ApiProblem } from './problem.ts';
import type { cite, paper, papers } from './v1-operations.ts';

export const answerPapers: Answerer<typeof papers> = async ({ query }, asking) => {
  const { store, url } = asking;
  const selection = { ...selectionOf(query), ...(await hiding(asking)) };
  const page = await listPapers(store, selection, { limit: query.limit, offset: query.offset });
  return {
    body: { ...page, items: page.items.map((item) => toPaperJson(item, url.origin)) },
    headers: nextPage(url, page, { offset: String(page.offset + page.limit) }),
  };
};

function selectionOf({
  from,
  to,
  category,
  venue,
  author,
  list,
  featured,
  order,
}: QueryOf<typeof papers>): Selection {
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
    ...(featured ? { featured: true as const } : {}),
    order,
  };
}

export const answerPaper: Answerer<typeof paper> = async ({ params }, { store, url }) => ({
  body: toPaperRecordJson(await paperNamed(store, params.key), url.origin),
});

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

import { searchPapers, similarPapers } from '@broadsheet/search';
import type { hfSearch } from './hugging-face-operations.ts';
import { hasHuggingFaceId, toHfSearchItem } from './hugging-face.ts';
import { nextPage } from './next-page.ts';
import type { Answerer } from './operation.ts';
import { toCompactHit, toPaperJson } from './paper-json.ts';
import { paperNamed } from './paper-named.ts';
import type { search, similar } from './v1-operations.ts';

export const answerHfSearch: Answerer<typeof hfSearch> = async ({ query }, { store, url }) => {
  const { hits } = await searchPapers(store, { query: query.q, limit: query.limit });
  return {
    body: hits.filter(({ paper }) => hasHuggingFaceId(paper)).map((hit) => toHfSearchItem(hit, url.origin)),
  };
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

import {
  mostSeeds,
  readSeeds,
  searchPapers,
  similarPapers,
  type SimilarPaper,
  type SimilarRequest,
} from '@broadsheet/search';
import { hiding } from './hiding.ts';
import type { hfSearch } from './hugging-face-operations.ts';
import { hasHuggingFaceId, toHfSearchItem } from './hugging-face.ts';
import { nextPage } from './next-page.ts';
import type { Answerer, QueryOf } from './operation.ts';
import { toCompactHit, toPaperJson } from './paper-json.ts';
import { paperNamed } from './paper-named.ts';
import { ApiProblem } from './problem.ts';
import type { search, similar, similarToMany } from './v1-operations.ts';

export const answerHfSearch: Answerer<typeof hfSearch> = async ({ query }, asking) => {
  const { store, encoder, url } = asking;
  const { hits } = await searchPapers(
    store,
    { query: query.q, limit: query.limit, ...(await hiding(asking)) },
    await encoder(),
  );
  return {
    body: hits.filter(({ paper }) => hasHuggingFaceId(paper)).map((hit) => toHfSearchItem(hit, url.origin)),
  };
};

export const answerSearch: Answerer<typeof search> = async ({ query }, asking) => {
  const { store, encoder, url } = asking;
  const { hits, hidden, ...answer } = await searchPapers(
    store,
    {
      query: query.q,
      sort: query.sort,
      limit: query.limit,
      offset: query.offset,
      facets: query.facets && !query.compact,
      ...(await hiding(asking)),
    },
    query.by === 'words' ? null : await encoder(),
  );
  return {
    body: {
      ...answer,
      hidden: hidden.length,
      hits: query.compact
        ? hits.map(toCompactHit)
        : hits.map(({ paper: item, score, title, passage, matched, why }) => ({
            paper: toPaperJson(item, url.origin),
            score,
            title,
            passage,
            matched,
            why,
          })),
    },
    headers: nextPage(url, answer, { offset: String(answer.offset + answer.limit) }),
  };
};

export const answerSimilar: Answerer<typeof similar> = async ({ params, query }, asking) => {
  const { store, encoder, url } = asking;
  const seed = await paperNamed(store, params.key);
  const found = await similarPapers(
    store,
    { seeds: [seed.id], ...narrowed(query), ...(await hiding(asking)) },
    query.by === 'words' ? null : await encoder(),
  );
  return { body: { items: found.map((item) => toItem(item, url.origin)) } };
};

export const answerSimilarToMany: Answerer<typeof similarToMany> = async ({ query }, asking) => {
  const { store, encoder, url } = asking;
  const { seeds, unread, cut } = await readSeeds(store, query.of);
  if (seeds.length === 0) {
    const remedy = `Give arXiv ids, DOIs, keys or addresses of papers that are here, at most ${mostSeeds}, with commas between them.`;
    const first = unread[0] === undefined ? '' : `${unread[0].text}: ${unread[0].reason} `;
    const status = unread.some(({ absent }) => absent) ? 404 : 400;
    throw new ApiProblem(status, 'Nothing to start from', `${first}${remedy}`, [{ field: 'of', remedy }]);
  }
  const found = await similarPapers(
    store,
    { seeds: seeds.map(({ id }) => id), ...narrowed(query), ...(await hiding(asking)) },
    query.by === 'words' ? null : await encoder(),
  );
  return {
    body: {
      seeds: seeds.map(({ key }) => key),
      unread: unread.map(({ text, reason }) => ({ text, reason })),
      cut,
      items: found.map((item) => toItem(item, url.origin)),
    },
  };
};

function narrowed({
  limit,
  category,
  after,
  before,
  sort,
}: QueryOf<typeof similar>): Omit<SimilarRequest, 'seeds'> {
  return {
    limit,
    sort,
    ...(category === undefined ? {} : { category }),
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  };
}

function toItem({ paper, score, why, near }: SimilarPaper, origin: string) {
  return { paper: toPaperJson(paper, origin), score, why, near };
}

import { arxivFeedService, type FeedOptions } from './arxiv-feed-service.ts';
import type { PaperHistory } from './arxiv-history.ts';
import { arxivOaiService } from './arxiv-oai-service.ts';
import { arxivQueryService } from './arxiv-query-service.ts';
import type { Replay } from './replay-server.ts';

/** Where an arXiv that was opened on a replay server is asked: the `baseUrl`s of the three sources. */
export interface ReplayedArxiv {
  oai: string;
  feed: string;
  query: string;
}

export interface ArxivOptions extends FeedOptions {
  /** Records on a page of OAI-PMH. Default 2,500, as at arXiv. */
  pageSize?: number;
}

/**
 * Opens arXiv's three services, `arxiv-oai`, `arxiv-feed` and `arxiv-query`, under one scope: what they show follows from
 * the papers' histories and the time of the request.
 * @param papers The papers, or what gives them: they may change while the server runs.
 */
export function openArxiv(
  replay: Replay,
  papers: readonly PaperHistory[] | (() => readonly PaperHistory[]),
  options: ArxivOptions = {},
): ReplayedArxiv {
  const histories = typeof papers === 'function' ? papers : () => papers;
  return {
    oai: `${replay.service('arxiv-oai', arxivOaiService(histories, options), 'arxiv')}/oai`,
    feed: `${replay.service('arxiv-feed', arxivFeedService(histories, options), 'arxiv')}/atom`,
    query: `${replay.service('arxiv-query', arxivQueryService(histories), 'arxiv')}/api/query`,
  };
}

import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface PreprintContent {
  rows: readonly Row[];
  /** Rows on a page: 30 since 2026, 100 before. */
  pageSize?: number;
}

/** Answers like `/details/` of bioRxiv's API, by recorded answers: counts are numbers here and text there. */
export function biorxivService(content: PreprintContent): Service {
  return ({ path }) => {
    const [, server, from = '', to = '', offset = '0'] =
      /^\/details\/(biorxiv|medrxiv)\/([\d-]+)\/([\d-]+)\/(\d+)\/json$/.exec(path) ?? [];
    if (server === undefined) return json({ messages: [{ status: 'not available' }], collection: [] });
    const rows = content.rows.filter((row) => {
      const day = String(row['date']);
      return day >= from && day <= to && String(row['server']).toLowerCase() === server;
    });
    const page = rows.slice(Number(offset), Number(offset) + (content.pageSize ?? 30));
    if (page.length === 0) return json({ messages: [{ status: 'no posts found' }], collection: [] });
    return json({
      messages: [
        {
          status: 'ok',
          category: 'all',
          interval: `${from}:${to}`,
          funder: 'all',
          cursor: Number(offset),
          count: page.length,
          count_new_papers: String(rows.filter((row) => row['version'] === '1').length),
          total: String(rows.length),
        },
      ],
      collection: page,
    });
  };
}

import { isDay } from '@broadsheet/papers';
import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

/** What a Hugging Face shows. */
export interface HuggingFaceContent {
  /** The items of a day's list at this instant, best first: votes may grow. */
  list(day: string, now: Date): readonly unknown[];
  /** The detail of a paper; undefined where it is not known. */
  detail?(id: string, now: Date): unknown;
  /** Default: as many as are asked for, 100 at most. */
  pageSize?: number;
}

/** Answers like `/api/daily_papers` and `/api/papers/{id}` of Hugging Face: docs of hub-docs, and recorded answers. */
export function huggingFaceService(content: HuggingFaceContent): Service {
  return ({ path, query, now }) => {
    if (path === '/api/daily_papers') {
      const day = query.get('date') ?? '';
      const limit = Number(query.get('limit') ?? '50');
      const page = Number(query.get('p') ?? '0');
      if (!isDay(day) || !(limit >= 1 && limit <= 100) || !Number.isInteger(page) || page < 0) {
        return json({ error: 'Invalid query' }, { status: 400 });
      }
      const size = content.pageSize ?? limit;
      const items = content.list(day, now);
      const shown = items.slice(page * size, (page + 1) * size);
      const next = `<https://huggingface.co${path}?date=${day}&limit=${limit}&p=${page + 1}>; rel="next"`;
      return json(shown, { headers: items.length > (page + 1) * size ? { link: next } : {} });
    }
    const [, id = ''] = /^\/api\/papers\/(.+)$/.exec(path) ?? [];
    const detail = content.detail?.(id, now);
    return detail === undefined ? json({ error: 'Paper not found' }, { status: 404 }) : json(detail);
  };
}

import { json } from './json-answer.ts';
import type { ReplayAnswer, Service } from './replay-server.ts';

type Note = Readonly<Record<string, unknown>>;

export interface OpenReviewContent {
  /** Submissions with their replies in `details.replies`. */
  notes: readonly Note[];
  account?: { username: string; password: string };
  /** How somebody without an account is turned away. Default: with a page of HTML and status 200. */
  refusal?: 'page' | 'status';
}

const orders = new Set(['number', 'id', 'tcdate', 'tmdate', 'pdate']);

/** Answers like `/login` and `/notes` of OpenReview's API 2, by recorded answers of September 2026. */
export function openReviewService(content: OpenReviewContent): Service {
  let logins = 0;
  let token = '';
  return ({ method, path, query, headers, body }) => {
    if (path === '/login' && method === 'POST') {
      const { id, password } = JSON.parse(body) as Record<string, unknown>;
      const { account } = content;
      if (account === undefined || id !== account.username || password !== account.password) {
        return failed(400, 'LoginError', 'Invalid username or password');
      }
      token = `token-${++logins}`;
      return json({ token, user: { id } });
    }
    if (path !== '/notes') return failed(404, 'NotFoundError', 'Not found');
    if (headers['authorization'] === undefined) return turnAway(content.refusal ?? 'page');
    if (headers['authorization'] !== `Bearer ${token}`) {
      return failed(401, 'TokenExpiredError', 'Token has expired, please log in again');
    }
    const limit = Number(query.get('limit') ?? '1000');
    if (limit > 1000) return failed(400, 'ValidationError', 'limit must be <= 1000');
    const [order = 'number', direction = 'asc'] = (query.get('sort') ?? '').split(':');
    if (!orders.has(order)) return failed(400, 'EnumError', `sort by ${order} is not allowed`);
    const sign = direction === 'desc' ? -1 : 1;
    const found = content.notes
      .filter((note) => valueOf(note, 'venueid') === query.get('content.venueid'))
      .sort((a, b) => sign * (Number(a[order]) - Number(b[order])));
    const offset = Number(query.get('offset') ?? '0');
    const notes = found.slice(offset, offset + limit).map((note) => shown(note, query.get('details') ?? ''));
    return json(query.has('offset') ? { notes, count: found.length } : { notes }, {
      headers: { 'ratelimit-policy': '500;w=3600', 'x-ratelimit-limit': '500' },
    });
  };
}

function shown({ details, ...note }: Note, wanted: string): Note {
  const replies = (details as { replies?: Note[] } | undefined)?.replies ?? [];
  if (wanted === 'replies') return { ...note, details: { replies } };
  if (wanted !== 'directReplies') return note;
  return { ...note, details: { directReplies: replies.filter((reply) => reply['replyto'] === note['id']) } };
}

function valueOf(note: Note, field: string): unknown {
  return (note['content'] as Record<string, { value?: unknown } | undefined> | undefined)?.[field]?.value;
}

function turnAway(refusal: 'page' | 'status'): ReplayAnswer {
  return refusal === 'status'
    ? failed(403, 'ChallengeRequiredError', 'Challenge verification required')
    : {
        type: 'text/html; charset=utf-8',
        body: '<!DOCTYPE html><html><head><title>Verifying your browser | OpenReview</title></head></html>',
      };
}

function failed(status: number, name: string, message: string): ReplayAnswer {
  return json({ name, message, status, details: {} }, { status });
}

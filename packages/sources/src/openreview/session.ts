import { fields } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

export interface Access {
  baseUrl: string;
  username?: string | undefined;
  password?: string | undefined;
}

interface NotesPage {
  notes: unknown[];
  /** How many there are on all pages, where the service says. */
  count: number | null;
}

export interface Session {
  /** @throws SourceError as the client throws it; `status` where an account is needed or refused. */
  notes(query: Readonly<Record<string, string>>): Promise<NotesPage>;
}

/** How long a token is good for, in seconds. A run is minutes; an hour is what one gets without asking. */
const tokenLasts = 6 * 3600;

/**
 * Talks to OpenReview, logged in where there is an account. Since 2026 it answers nobody else about notes: others get 403
 * `ChallengeRequiredError`, or a page with a puzzle and status 200. The token is kept for this run and nowhere else.
 * Source: https://docs.openreview.net/reference/api-v2
 */
export function openSession(http: HttpClient, access: Access): Session {
  const base = access.baseUrl.replace(/\/$/, '');
  const hasAccount = access.username !== undefined && access.password !== undefined;
  let token: string | null = null;

  return {
    async notes(query) {
      for (let attempt = 1; ; attempt++) {
        if (hasAccount) token ??= await logIn();
        const answer = await ask(query);
        if (answer === 'refused' && hasAccount && attempt === 1) {
          token = null;
          continue;
        }
        if (answer === 'refused') throw hasAccount ? notAccepted() : accountNeeded();
        return answer;
      }
    },
  };

  async function ask(query: Readonly<Record<string, string>>): Promise<NotesPage | 'refused'> {
    const answer = await http.request(`${base}/notes?${new URLSearchParams(query)}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      // Without an account a page of HTML is no passing trouble, so it is looked at here.
      expect: hasAccount ? 'json' : 'bytes',
      statuses: [401, 403],
    });
    if (answer.status === 401 || answer.status === 403) return 'refused';
    const text = await answer.text();
    if (!hasAccount && text.trimStart().startsWith('<')) return 'refused';
    const body = parsed(text);
    if (!fields.isRow(body) || !Array.isArray(body['notes'])) {
      throw new SourceError(
        'content',
        'OpenReview answered with something that is no list of notes.',
        'Usually this passes; the next run asks again. If it stays, look at https://docs.openreview.net.',
        { status: answer.status },
      );
    }
    return { notes: body['notes'], count: fields.count(body, 'count') ?? null };
  }

  async function logIn(): Promise<string> {
    const answer = await http.request(`${base}/login`, {
      method: 'POST',
      json: { id: access.username, password: access.password, expiresIn: tokenLasts },
      expect: 'json',
      statuses: [400, 401, 403],
    });
    const body = answer.status < 300 ? await answer.json() : null;
    const given = fields.isRow(body) ? fields.text(body, 'token') : '';
    if (!/^[\x21-\x7e]{1,8000}$/.test(given)) throw notAccepted();
    return given;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function accountNeeded(): SourceError {
  return new SourceError(
    'status',
    'OpenReview answers only who is logged in.',
    'Make an account at https://openreview.net/signup and set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD. Only what is public is taken.',
    { status: 403 },
  );
}

function notAccepted(): SourceError {
  return new SourceError(
    'status',
    'OpenReview did not accept the account.',
    'Check OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD: log in at https://openreview.net/login. An account with a second factor cannot be used.',
    { status: 401 },
  );
}

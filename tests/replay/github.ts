import { createHash } from 'node:crypto';
import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

export interface GitHubContent {
  /** `owner/name`, as it is called today → the repository with all its fields. */
  repositories: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Old name → the name of today. */
  moved?: Readonly<Record<string, string>>;
  /** Names that GitHub's staff has blocked. */
  blocked?: readonly string[];
  /** The only token that is accepted. */
  token?: string;
  /** Requests that are answered before the allowance is spent, until the next full hour. */
  allowance?: number;
}

/** Answers like GitHub's REST API for a repository, by its documentation: moves, ETags, and the allowance. */
export function githubService(content: GitHubContent): Service {
  let used = 0;
  return ({ path, headers, now }) => {
    const reset = Math.ceil((now.getTime() + 1) / 3_600_000) * 3600;
    const limits = {
      'x-ratelimit-limit': headers['authorization'] === undefined ? '60' : '5000',
      'x-ratelimit-remaining': String(Math.max(0, (content.allowance ?? 60) - ++used)),
      'x-ratelimit-reset': String(reset),
      // The virtual clock's: what is read from `x-ratelimit-reset` is measured by it.
      date: now.toUTCString(),
    };
    const failed = (status: number, message: string) =>
      json({ message, documentation_url: 'https://docs.github.com/rest' }, { status, headers: limits });
    const authorization = headers['authorization'];
    if (authorization !== undefined && authorization !== `Bearer ${content.token}`) {
      return failed(401, 'Bad credentials');
    }
    if (used > (content.allowance ?? Infinity)) return failed(403, 'API rate limit exceeded');
    const names = Object.keys(content.repositories);
    const [, number] = /^\/repositories\/(\d+)$/.exec(path) ?? [];
    const asked = number === undefined ? path.replace(/^\/repos\//, '') : (names[Number(number)] ?? '');
    if (content.blocked?.includes(asked)) {
      return { ...failed(403, 'Repository access blocked'), headers: {} };
    }
    const target = content.moved?.[asked];
    if (target !== undefined) {
      const location = `../../repositories/${names.indexOf(target)}`;
      return json({ message: 'Moved Permanently' }, { status: 301, headers: { ...limits, location } });
    }
    const name = names.find((one) => one.toLowerCase() === asked.toLowerCase());
    if (name === undefined) return failed(404, 'Not Found');
    const repository = { ...content.repositories[name], full_name: name };
    const etag = `W/"${createHash('sha256').update(JSON.stringify(repository)).digest('hex')}"`;
    return json(repository, { headers: { ...limits, etag } });
  };
}

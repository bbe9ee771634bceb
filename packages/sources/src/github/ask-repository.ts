import { fields } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { repositoryNamed, type RepositoryName } from './repository-name.ts';

export interface Access {
  baseUrl: string;
  token?: string | undefined;
}

/** What is known of a repository. */
export interface Repository {
  /** As it is called today. */
  name: RepositoryName;
  stars: number;
  /** What the answer can be recognised by. */
  etag: string | null;
}

/**
 * Asks for a repository, which may have moved. With what is known of it, an unchanged one is not sent again (and, with a
 * token, not counted). null where it is gone, private or blocked.
 * @throws SourceError as the client throws it; `content` where the answer is no repository.
 * Source: https://docs.github.com/en/rest/repos/repos#get-a-repository
 */
export async function askForRepository(
  http: HttpClient,
  { baseUrl, token }: Access,
  name: RepositoryName,
  known: Repository | null,
): Promise<Repository | null> {
  const answer = await http.request(`${baseUrl.replace(/\/$/, '')}/repos/${name}`, {
    headers: {
      accept: 'application/vnd.github+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    },
    expect: 'json',
    // 451: taken down for legal reasons.
    statuses: [304, 404, 410, 451],
  });
  if (answer.status === 304 && known !== null) return known;
  if (answer.status >= 400) return null;
  const body = answer.status === 304 ? null : await answer.json();
  const today = fields.isRow(body) ? repositoryNamed(fields.text(body, 'full_name')) : null;
  const stars = fields.isRow(body) ? fields.count(body, 'stargazers_count') : undefined;
  if (!fields.isRow(body) || today === null || stars === undefined) {
    throw new SourceError(
      'content',
      `GitHub’s answer for ${name} is no repository with full_name and stargazers_count.`,
      'Usually this passes; the next run asks again. If it stays, the service has changed: please report it.',
      { status: answer.status },
    );
  }
  // A token may see more than the readers of this site may.
  if (body['private'] === true) return null;
  const etag = answer.headers.get('etag');
  return { name: today, stars, etag: etag === undefined || etag.length > 200 ? null : etag };
}

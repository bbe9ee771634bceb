import { z } from 'zod';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';

/** The files of the Anthology's data, by collection (`2026.acl`), with the name that git gives their content. */
export interface Listing {
  files: Map<string, string>;
  /** For the next time; null where the listing is not whole, so that it will be asked for again. */
  etag: string | null;
}

const Tree = z.object({
  tree: z.array(
    z.object({ path: z.string(), sha: z.string().regex(/^[0-9a-f]{40,64}$/) }).catch({ path: '', sha: '' }),
  ),
  truncated: z.boolean().catch(false),
});

/**
 * Asks which files there are and whether they changed: one small request in place of hundreds.
 * Source: https://docs.github.com/en/rest/git/trees
 * @param etag Of the listing that is known.
 * @returns `unchanged` where nothing is new since.
 * @throws SourceError as the client throws it; `content` where the answer is no listing.
 */
export async function askForListing(
  http: HttpClient,
  url: string,
  etag: string | null,
): Promise<Listing | 'unchanged'> {
  const answer = await http.request(url, {
    expect: 'json',
    headers: {
      accept: 'application/vnd.github+json',
      ...(etag === null ? {} : { 'if-none-match': etag }),
    },
    statuses: [304],
  });
  if (answer.status === 304) return 'unchanged';
  const parsed = Tree.safeParse(await answer.json());
  if (!parsed.success) {
    throw new SourceError(
      'content',
      `${new URL(url).host} answered with something that is no listing of files.`,
      'Check `listingUrl`: it should be the tree of data/xml in the repository of the ACL Anthology.',
      { status: answer.status },
    );
  }
  const files = new Map<string, string>();
  for (const { path, sha } of parsed.data.tree) {
    const [, collection] = /^((?:\d{4}\.[a-z0-9]+|[A-Z]\d{2}))\.xml$/.exec(path) ?? [];
    if (collection !== undefined) files.set(collection, sha);
  }
  return { files, etag: parsed.data.truncated ? null : (answer.headers.get('etag') ?? null) };
}

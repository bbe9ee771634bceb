import { z } from 'zod';
import type { Repository } from './ask-repository.ts';
import { repositoryNamed, type RepositoryName } from './repository-name.ts';

/** An entry is about 150 bytes, and all of them are written with each step. */
const mostKept = 1000;

const Kept = z.object({
  /** Those asked for last stand last. */
  repositories: z.array(
    z.object({
      asked: z.string(),
      name: z.string().transform((name, context): RepositoryName => {
        const read = repositoryNamed(name);
        if (read === null) context.addIssue('not a repository');
        return read ?? z.NEVER;
      }),
      stars: z.number().int().nonnegative(),
      etag: z.string().max(200),
    }),
  ),
});

/** What was answered about the repositories that were asked for last: at most 1,000 of them. */
export class KnownRepositories {
  readonly #byName: Map<string, Repository>;

  /** @param cursor As `toCursor` gave it; anything else counts as nothing. */
  constructor(cursor: unknown) {
    const kept = Kept.safeParse(cursor).data?.repositories ?? [];
    this.#byName = new Map(kept.map(({ asked, ...repository }) => [asked, repository]));
  }

  get(name: RepositoryName): Repository | null {
    return this.#byName.get(name.toLowerCase()) ?? null;
  }

  set(name: RepositoryName, repository: Repository | null): void {
    const key = name.toLowerCase();
    this.#byName.delete(key);
    if (repository?.etag) this.#byName.set(key, repository);
    const [oldest] = this.#byName.keys();
    if (this.#byName.size > mostKept && oldest !== undefined) this.#byName.delete(oldest);
  }

  toCursor(): { repositories: unknown[] } {
    return { repositories: [...this.#byName].map(([asked, repository]) => ({ asked, ...repository })) };
  }
}

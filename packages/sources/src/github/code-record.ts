import { taken, type ReadItem } from '@broadsheet/papers';
import type { PaperToAsk } from '../source.ts';
import type { Repository } from './ask-repository.ts';
import { repositoryIn } from './repository-name.ts';

/** A repository of a paper that was found. */
export interface Found {
  paper: PaperToAsk;
  repository: Repository;
}

/**
 * The stars of one paper's repositories on a day, a record a repository. A paper has one count a day, so with several
 * repositories it is that of the one with the most stars.
 *
 * GitHub knows no papers, so the title is the one that we hold; its rank (papers/ingest/precedence.ts) is below all.
 * @param found Of one paper. @param day In New York.
 */
export function readCode(found: readonly Found[], day: string): ReadItem[] {
  const most = Math.max(...found.map(({ repository }) => repository.stars));
  const first = found.find(({ repository }) => repository.stars === most);
  return found.map((one) => {
    const { paper, repository } = one;
    const asked = repositoryIn(paper.value);
    const { scheme, value } = paper.identity;
    // The address as another source wrote it, unless it is out of date: otherwise the page would show it twice.
    const isSame = asked?.toLowerCase() === repository.name.toLowerCase();
    return taken(paper.value, {
      source: 'github',
      key: `${scheme}:${value} ${asked?.toLowerCase() ?? ''}`.slice(0, 500),
      identities: [{ scheme, value, confirmed: true }],
      title: paper.title,
      links: [
        {
          kind: 'code',
          url: isSame ? paper.value : `https://github.com/${repository.name}`,
          stars: repository.stars,
        },
      ],
      popularity: one === first ? [{ service: 'github', day, upvotes: repository.stars }] : [],
    });
  });
}

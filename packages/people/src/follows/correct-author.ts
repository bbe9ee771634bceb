import type { Store } from '@broadsheet/papers';
import { clusterPapers, identityOf, type AuthorCluster } from './author-clusters.ts';
import { papersUnderName } from './author-evidence.ts';
import type { AuthorIdentity } from './author-identity.ts';
import { notThisOne, thisOneToo } from './correct-identity.ts';
import type { Follow } from './follow.ts';
import { getFollow, setIdentity } from './keep-follows.ts';

/**
 * Says of a paper under the name of a followed author whether it is theirs. Who was followed without a choice is then told apart:
 * all that the name's papers have in common with the one that is not theirs is left out.
 * @returns The follow as it is now; null where the member follows no such author, or the paper is not under the name.
 */
export async function correctAuthor(
  store: Pick<Store, 'query'>,
  memberId: string,
  followId: number,
  paperId: number,
  isTheirs: boolean,
): Promise<Follow | null> {
  const follow = await getFollow(store, memberId, followId);
  if (follow?.kind !== 'author') return null;
  const [paper] = await papersUnderName(store, follow.value, [paperId]);
  if (paper === undefined) return null;
  const identity = follow.identity ?? (await tellApart(store, follow.value, paperId, isTheirs));
  await setIdentity(store, memberId, followId, (isTheirs ? thisOneToo : notThisOne)(identity, paper));
  return getFollow(store, memberId, followId);
}

/** Who is meant, of a name that was followed without a choice, when something is said of one paper. */
async function tellApart(
  store: Pick<Store, 'query'>,
  nameKey: string,
  paperId: number,
  isTheirs: boolean,
): Promise<AuthorIdentity> {
  const papers = await papersUnderName(store, nameKey);
  const clusters = clusterPapers(papers);
  if (isTheirs) return identityOf(clusters, []);
  const holds = (cluster: AuthorCluster) => cluster.papers.some((one) => one.paperId === paperId);
  const others = clusters.filter((cluster) => !holds(cluster));
  // Where all seemed to be one person, everything but this paper still does.
  return others.length > 0
    ? identityOf(others, clusters.filter(holds))
    : identityOf(clusterPapers(papers.filter((one) => one.paperId !== paperId)), []);
}

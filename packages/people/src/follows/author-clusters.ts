import type { Store } from '@broadsheet/papers';
import { papersUnderName, type AuthoredPaper } from './author-evidence.ts';
import type { AuthorIdentity } from './author-identity.ts';

/** Papers under one name that seem to be by one person. */
export interface AuthorCluster {
  /** The number of its newest paper: names the cluster in a form. */
  id: number;
  papers: AuthoredPaper[];
  orcids: string[];
  /** Those whom they write with most, by `authorKey`, and on how many papers. */
  coauthors: { key: string; papers: number }[];
  /** First categories, the most frequent first. */
  categories: { code: string; papers: number }[];
  years: { from: number; to: number } | null;
}

/**
 * Tells apart who stands behind a name: papers belong together where they bear the same ORCID or share a coauthor. Two ORCIDs are
 * two people, whatever else they share. A paper that says nothing of the kind is alone, unless all that is known of its field is one
 * person's. The largest first.
 */
export async function clusterAuthor(store: Pick<Store, 'query'>, nameKey: string): Promise<AuthorCluster[]> {
  return clusterPapers(await papersUnderName(store, nameKey));
}

/** The same for papers that have been read. */
export function clusterPapers(papers: readonly AuthoredPaper[]): AuthorCluster[] {
  const groups = new Groups(papers);
  groups.joinBy(({ orcid }) => (orcid === null ? [] : [orcid]));
  groups.joinBy(({ coauthors }) => coauthors);
  groups.adopt();
  return groups
    .all()
    .map(describe)
    .sort((a, b) => b.papers.length - a.papers.length || b.id - a.id);
}

/** Disjoint sets of papers. */
class Groups {
  readonly #papers: readonly AuthoredPaper[];
  readonly #parents: number[];
  readonly #orcids: Set<string>[];

  constructor(papers: readonly AuthoredPaper[]) {
    this.#papers = papers;
    this.#parents = papers.map((_, i) => i);
    this.#orcids = papers.map(({ orcid }) => new Set(orcid === null ? [] : [orcid]));
  }

  joinBy(signsOf: (paper: AuthoredPaper) => readonly string[]): void {
    const bySign = new Map<string, number[]>();
    this.#papers.forEach((paper, i) => {
      for (const sign of signsOf(paper)) {
        const seen = bySign.get(sign) ?? [];
        // Whoever already stands behind the sign; where ORCIDs keep two apart, the first that may be joined.
        if (!seen.some((other) => this.#join(other, i))) seen.push(i);
        bySign.set(sign, seen);
      }
    });
  }

  /** Papers that stand alone go to the only group of their field that has more than one. */
  adopt(): void {
    const groups = Map.groupBy(this.#papers.keys(), (i) => this.#root(i));
    const byField = new Map<string, Set<number>>();
    for (const [root, members] of groups) {
      if (members.length < 2) continue;
      for (const i of members) {
        const field = this.#papers[i]?.category ?? null;
        if (field !== null) byField.set(field, (byField.get(field) ?? new Set<number>()).add(root));
      }
    }
    for (const [root, members] of groups) {
      const paper = this.#papers[root];
      if (members.length > 1 || paper === undefined || paper.coauthors.length > 0) continue;
      const candidates = [...(byField.get(paper.category ?? '') ?? [])];
      const [only] = candidates;
      if (only !== undefined && candidates.length === 1) this.#join(only, root);
    }
  }

  all(): AuthoredPaper[][] {
    return [...Map.groupBy(this.#papers.keys(), (i) => this.#root(i)).values()].map((members) =>
      members.flatMap((i) => this.#papers[i] ?? []),
    );
  }

  #root(i: number): number {
    let root = i;
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root;) {
      root = parent;
      parent = this.#parents[root];
    }
    this.#parents[i] = root;
    return root;
  }

  /** @returns Whether they are together now. */
  #join(a: number, b: number): boolean {
    const [into, from] = [this.#root(a), this.#root(b)];
    if (into === from) return true;
    const all = new Set([...(this.#orcids[into] ?? []), ...(this.#orcids[from] ?? [])]);
    if (all.size > 1) return false;
    this.#parents[from] = into;
    this.#orcids[into] = all;
    return true;
  }
}

function describe(papers: AuthoredPaper[]): AuthorCluster {
  const years = papers.flatMap(({ year }) => year ?? []);
  return {
    id: Math.max(...papers.map(({ paperId }) => paperId)),
    papers,
    orcids: [...new Set(papers.flatMap(({ orcid }) => orcid ?? []))],
    coauthors: counted(papers.flatMap(({ coauthors }) => coauthors)).map(([key, count]) => ({
      key,
      papers: count,
    })),
    categories: counted(papers.flatMap(({ category }) => category ?? [])).map(([code, count]) => ({
      code,
      papers: count,
    })),
    years: years.length === 0 ? null : { from: Math.min(...years), to: Math.max(...years) },
  };
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * Who is meant by some of the clusters of a name: what they are known by, and what the others are. A field is theirs where at least
 * half of the papers of the name in it are.
 */
export function identityOf(
  chosen: readonly AuthorCluster[],
  others: readonly AuthorCluster[],
): AuthorIdentity {
  const papersIn = (clusters: readonly AuthorCluster[], code: string) =>
    clusters.reduce(
      (sum, { categories }) => sum + (categories.find((one) => one.code === code)?.papers ?? 0),
      0,
    );
  const codes = [...new Set(chosen.flatMap(({ categories }) => categories.map(({ code }) => code)))];
  const own = new Set(coauthorsOf(chosen));
  return {
    orcids: chosen.flatMap(({ orcids }) => orcids).slice(0, 20),
    coauthors: [...own].slice(0, 2000),
    categories: codes.filter((code) => papersIn(chosen, code) >= papersIn(others, code)).slice(0, 50),
    yes: paperIdsOf(chosen),
    no: [],
    notOrcids: others.flatMap(({ orcids }) => orcids).slice(0, 20),
    notCoauthors: coauthorsOf(others)
      .filter((key) => !own.has(key))
      .slice(0, 2000),
  };
}

function coauthorsOf(clusters: readonly AuthorCluster[]): string[] {
  return clusters.flatMap(({ coauthors }) => coauthors.map(({ key }) => key));
}

function paperIdsOf(clusters: readonly AuthorCluster[]): number[] {
  return clusters.flatMap(({ papers }) => papers.map(({ paperId }) => paperId)).slice(0, 500);
}

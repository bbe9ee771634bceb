import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JudgeError } from '../judge-error.ts';
import { readCollection, readRows, requireFile } from '../collection/read-collection.ts';

export const facets = ['background', 'method', 'result'] as const;
export type Facet = (typeof facets)[number];

/** A paper with its abstract cut into sentences. */
export interface FacetedPaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly sentences: readonly string[];
}

/** A paper to find similar ones to, by one facet of it. */
export interface FacetedQuery {
  readonly id: string;
  readonly paper: FacetedPaper;
  readonly facet: Facet;
  /** The sentences of its abstract that are of the facet. */
  readonly facetSentences: readonly string[];
  /** What is ranked, with its grade from 0 to 3. */
  readonly pool: ReadonlyMap<string, number>;
  /** In whose half of the queries it is tested: 1 or 2. */
  readonly fold: 1 | 2;
}

export interface Csfcube {
  readonly papers: ReadonlyMap<string, FacetedPaper>;
  readonly queries: readonly FacetedQuery[];
}

const PaperRow = z.object({
  _id: z.string(),
  title: z.string(),
  text: z.string(),
  metadata: z.object({ sentences: z.array(z.string()) }),
});
const QueryRow = z.object({
  _id: z.string(),
  metadata: z.object({
    paper: z.string(),
    facet: z.enum(facets),
    facetSentences: z.array(z.string()).min(1),
  }),
});
const Splits = z.object({
  all: z.object({ fold1_test: z.array(z.string()), fold2_test: z.array(z.string()) }),
});

/**
 * Reads CSFCube (Mysore, O'Gorman, McCallum and Zamani 2021): 50 queries, each a paper and a facet, with a pool of papers that were
 * judged for it, and its two halves of test queries (`evaluation_splits.json`). The layout is BEIR's with sentences, facets and
 * the query's paper under `metadata`.
 * @throws JudgeError where something is missing.
 */
export async function readCsfcube(folder: string): Promise<Csfcube> {
  const { queries: judged } = await readCollection(folder);
  const ignore = () => {};
  const papers = new Map<string, FacetedPaper>();
  for await (const { row } of readRows(requireFile(folder, 'corpus.jsonl'), PaperRow, ignore))
    papers.set(row._id, {
      id: row._id,
      title: row.title,
      abstract: row.text,
      sentences: row.metadata.sentences,
    });
  const folds = await readFolds(folder);
  const grades = new Map(judged.map(({ id, grades: pool }) => [id, pool]));
  const queries: FacetedQuery[] = [];
  for await (const { row } of readRows(requireFile(folder, 'queries.jsonl'), QueryRow, ignore)) {
    const { paper: of, facet, facetSentences } = row.metadata;
    const paper = papers.get(of);
    const pool = grades.get(row._id);
    const fold = folds.get(`${of}_${facet}`);
    if (paper === undefined || pool === undefined || fold === undefined)
      throw new JudgeError(
        `The query ${row._id} of ${folder} has no ${paper === undefined ? 'paper' : pool === undefined ? 'pool with anything relevant' : 'place in evaluation_splits.json'}.`,
        'Take all files of the collection from one place.',
      );
    queries.push({ id: row._id, paper, facet, facetSentences, pool, fold });
  }
  return { papers, queries };
}

async function readFolds(folder: string): Promise<Map<string, 1 | 2>> {
  const path = join(folder, 'evaluation_splits.json');
  const told = new JudgeError(
    `${path} is missing, or not as it should be.`,
    'It names, under all, the queries of fold1_test and fold2_test as PAPER_FACET.',
  );
  if (!existsSync(path)) throw told;
  try {
    const { all } = Splits.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map([
      ...all.fold1_test.map((name) => [name, 1] as const),
      ...all.fold2_test.map((name) => [name, 2] as const),
    ]);
  } catch {
    throw told;
  }
}

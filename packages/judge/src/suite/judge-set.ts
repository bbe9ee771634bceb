import type { TextEncoder } from '@broadsheet/learn';
import { readCollection } from '../collection/read-collection.ts';
import { judgeRecommend } from '../recommend/judge-recommend.ts';
import { readCiteULike } from '../recommend/read-citeulike.ts';
import { judgeSearch } from '../search/judge-search.ts';
import { judgeSimilar } from '../similar/judge-similar.ts';
import { readCsfcube } from '../similar/read-csfcube.ts';
import { originOf, recordFormat, type SuiteRecord } from './record.ts';
import { folderOf, type JudgedSet } from './sets.ts';

export interface JudgeSetOptions {
  readonly data: string;
  readonly encoder: TextEncoder | null;
  readonly seed: number;
  readonly onProgress?: (what: string, done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** Judges one set of the suite. @throws JudgeError where its data are not as they should be. */
export async function judgeSet(set: JudgedSet, options: JudgeSetOptions): Promise<SuiteRecord> {
  const { data, encoder, seed, ...watch } = options;
  const folder = folderOf(set, data);
  const facts = {
    set: set.name,
    format: recordFormat,
    of: originOf(encoder, seed),
  } as const;
  switch (set.kind) {
    case 'search': {
      const collection = await readCollection(folder);
      return { ...facts, kind: 'search', judged: await judgeSearch(collection, { encoder, seed, ...watch }) };
    }
    case 'similar':
      return {
        ...facts,
        kind: 'similar',
        judged: await judgeSimilar(await readCsfcube(folder), { encoder, seed }),
      };
    case 'recommend': {
      const papers = await readCiteULike(folder);
      const judged = await judgeRecommend(papers, { encoder, seed, ...watch });
      // Six hundred readers are as many as others draw; all of them leave nothing to the luck of the draw.
      const all = await judgeRecommend(papers, {
        encoder,
        seed,
        ...watch,
        draw: { count: papers.readers.length },
      });
      return { ...facts, kind: 'recommend', judged, all };
    }
  }
}

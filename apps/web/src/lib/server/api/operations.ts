import { dailyPapers, hfPaper, hfPapers, hfRepos, hfSearch } from './hugging-face-operations.ts';
import { map } from './map-operation.ts';
import { accountOperations } from './account-operations.ts';
import { interestOperations } from './interest-operations.ts';
import { authorOperations } from './author-operations.ts';
import { moderationOperations } from './moderation-operations.ts';
import { voteOperations } from './vote-operations.ts';
import { memberOperations } from './member-operations.ts';
import type { AnyOperation } from './operation.ts';
import { talkOperations } from './talk-operations.ts';
import { ownLibraryOperations } from './own-library-operations.ts';
import { readingOperations } from './reading-operations.ts';
import {
  author,
  categories,
  cite,
  day,
  days,
  paper,
  papers,
  search,
  similar,
  similarToMany,
  status,
  venues,
} from './v1-operations.ts';

/** Every operation of the API, in the order in which people read about them. */
export const operations: readonly AnyOperation[] = [
  dailyPapers,
  hfSearch,
  hfPaper,
  hfPapers,
  hfRepos,
  search,
  papers,
  paper,
  similar,
  similarToMany,
  cite,
  days,
  day,
  categories,
  venues,
  author,
  map,
  status,
  ...voteOperations,
  ...moderationOperations,
  ...accountOperations,
  ...memberOperations,
  ...talkOperations,
  ...authorOperations,
  ...ownLibraryOperations,
  ...readingOperations,
  ...interestOperations,
];

/** The address of an operation with its parameters filled in; empty ones are left out. */
export function addressOf(operation: AnyOperation, values: Readonly<Record<string, string>>): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    (values[name] ?? '').split('/').map(encodeURIComponent).join('/'),
  );
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query.shape)) {
    const value = values[name]?.trim();
    if (value !== undefined && value !== '') query.set(name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

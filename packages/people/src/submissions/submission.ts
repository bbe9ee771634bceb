import { SourceRecord, type SourceRecordInput } from '@broadsheet/papers';
import { z } from 'zod';

/** What was found for one paper of a submission. */
export const FoundPaper = z.object({
  /** What the record says; null where nothing was found. */
  record: SourceRecord.nullable(),
  /** What was given for it, for people. */
  given: z.string().max(500),
  /** What became of it where it was not found, or what to know about it; empty where all is well. */
  note: z.string().max(1000),
});
export type FoundPaper = z.infer<typeof FoundPaper>;

/** What a member brought, waiting for their word or taken in. */
export interface Submission {
  id: number;
  memberId: string | null;
  given: string;
  found: FoundPaper[];
  createdAt: Date;
  takenAt: Date | null;
}

/**
 * What a member wrote, as a record that can do no harm: its names are remembered and not believed, so that nobody can make one paper
 * of two, and it is nobody else's record, so that nobody can write over one.
 */
export function asOwnWord(record: SourceRecordInput, name: string): SourceRecordInput {
  const { identities, links, ...rest } = record;
  return {
    ...rest,
    source: 'submission',
    key: name,
    version: 0,
    identities: identities.map((identity) => ({ ...identity, confirmed: false })),
    links: (links ?? []).filter(({ url }) => url.startsWith('https://')),
    popularity: [],
    withdrawn: false,
  };
}

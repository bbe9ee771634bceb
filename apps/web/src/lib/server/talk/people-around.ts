import type { PaperSummary } from '@broadsheet/papers';
import { claimedAuthors, isLocked, linksOf, readTalk, submitterOf } from '@broadsheet/people';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { showThreads } from './show-comments.ts';

/** Threads on the paper's own page; the rest is on that of its talk. */
const firstThreads = 5;

/** What members have to do with a paper: who brought it, whose it is, what they added, and how their talk begins. */
export async function peopleAround(paper: Pick<PaperSummary, 'id' | 'links'>) {
  const store = library();
  const talk = await readTalk(store, paper.id, { order: 'best', page: 1, now: now(), threads: firstThreads });
  const submitter = await submitterOf(store, paper.id);
  return {
    submitter: submitter && { handle: submitter.handle, name: submitter.name },
    authors: await claimedAuthors(store, paper.id),
    links: (await linksOf(store, paper.id)).map(({ id, kind, url, addedBy }) => ({ id, kind, url, addedBy })),
    // The same for all readers: whose signs are one's own is shown on the page of the talk.
    threads: await showThreads(talk.threads, { store, member: null, now: now() }),
    moreThreads: talk.total - talk.threads.length,
    locked: await isLocked(store, paper.id),
  };
}

export type PeopleAround = Awaited<ReturnType<typeof peopleAround>>;

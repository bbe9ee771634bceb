import { findPaper, type Store } from '@broadsheet/papers';
import {
  addExamples,
  addInterest,
  answerFeed,
  changeInterest,
  deleteInterest,
  exportInterests,
  getInterest,
  importInterests,
  listExamples,
  listInterests,
  readFeedSettings,
  removeExample,
  resetInterests,
  writeFeedSettings,
  type Interest,
} from '@broadsheet/people';
import { ownFeed, remakeOwnFeed, type FeedEntry } from '../feed/own-feed.ts';
import { whyInFeed } from '../feed/reason-words.ts';
import { keysOfPapers } from '../interests/keys-of-papers.ts';
import { readExamples } from '../interests/read-examples.ts';
import type {
  answerInFeed,
  beginInterest,
  changeFeedSettings,
  changeOwnInterest,
  deleteOwnInterest,
  feed,
  feedSettings,
  forgetExample,
  interest,
  interests,
  learnFrom,
  profile,
  remake,
  resetOwnInterests,
  takeProfile,
} from './interest-operations.ts';
import { askedBy, type Answerer } from './operation.ts';
import { toPaperJson } from './paper-json.ts';
import { ApiProblem } from './problem.ts';

export const answerOwnFeed: Answerer<typeof feed> = async ({ query }, asking) => {
  const { store, now, encoder, url } = asking;
  const made = await ownFeed(store, await encoder(), askedBy(asking).id, query.day ?? null, now);
  return { body: { day: made.day, items: toItems(made.entries, url.origin) } };
};

export const answerRemake: Answerer<typeof remake> = async (_, asking) => {
  const { store, now, encoder, url } = asking;
  const made = await remakeOwnFeed(store, await encoder(), askedBy(asking).id, now);
  return { body: { day: made.day, items: toItems(made.entries, url.origin) } };
};

function toItems(entries: readonly FeedEntry[], origin: string) {
  return entries.map(({ place, paper }, index) => ({
    position: index + 1,
    paper: toPaperJson(paper, origin),
    why: whyInFeed(place.reason),
    reason: place.reason,
    interest: place.interestId,
    answer: place.answer,
  }));
}

export const answerAnswer: Answerer<typeof answerInFeed> = async ({ body }, asking) => {
  const { store, now } = asking;
  const { id } = askedBy(asking);
  const paper = await findPaper(store, body.paper);
  const kept = paper === null ? null : await answerFeed(store, id, paper.id, body.answer, now);
  if (paper === null || kept === null)
    throw new ApiProblem(
      404,
      'Not in your feed',
      'Your feed has not shown that paper. GET /api/v1/me/feed lists it.',
    );
  if (kept === 'full')
    throw new ApiProblem(
      409,
      'The interest is full',
      'It has learnt from 200 papers. Take some of its examples away to make room.',
    );
  return { body: { paper: paper.key, answer: body.answer } };
};

export const answerFeedSettings: Answerer<typeof feedSettings> = async (_, asking) => ({
  body: await readFeedSettings(asking.store, askedBy(asking).id),
});

export const answerChangeFeedSettings: Answerer<typeof changeFeedSettings> = async ({ body }, asking) => {
  await writeFeedSettings(asking.store, askedBy(asking).id, body);
  return { body };
};

export const answerInterests: Answerer<typeof interests> = async (_, asking) => ({
  body: { items: (await listInterests(asking.store, askedBy(asking).id)).map(toInterest) },
});

export const answerBegin: Answerer<typeof beginInterest> = async ({ body }, asking) => {
  const { store, now } = asking;
  const memberId = askedBy(asking).id;
  const read = await readExamples(store, { ...body, authors: body.authors.join('\n') });
  if (read.examples.length === 0) throw nothingToLearn();
  const made = await addInterest(store, memberId, body, now);
  if ('refused' in made)
    throw new ApiProblem(409, 'Not begun', made.refused, [{ field: 'name', remedy: made.refused }]);
  const added = await addExamples(store, memberId, made.id, read.examples, now);
  return { body: { id: made.id, examples: added?.added ?? 0, unread: read.unread } };
};

export const answerReset: Answerer<typeof resetOwnInterests> = async ({ query }, asking) => {
  await resetInterests(asking.store, askedBy(asking).id, query.what);
  return { body: null };
};

export const answerInterest: Answerer<typeof interest> = async ({ params }, asking) => {
  const { store } = asking;
  const memberId = askedBy(asking).id;
  const found = await oneOf(store, memberId, Number(params.id));
  const examples = await listExamples(store, memberId, found.id);
  const keys = await keysOfPapers(
    store,
    examples.flatMap(({ paperId }) => paperId ?? []),
  );
  return {
    body: {
      ...toInterest(found),
      examples: examples.map(({ id, verdict, origin, paperId, authorKey, title, abstract }) => ({
        id,
        verdict,
        origin,
        kind:
          paperId !== null
            ? ('paper' as const)
            : authorKey !== null
              ? ('author' as const)
              : ('text' as const),
        paper: paperId === null ? null : (keys.get(paperId) ?? `p${paperId}`),
        author: authorKey,
        title,
        text: paperId === null && authorKey === null ? abstract : '',
      })),
    },
  };
};

export const answerChange: Answerer<typeof changeOwnInterest> = async ({ params, body }, asking) => {
  const { store, now } = asking;
  const memberId = askedBy(asking).id;
  const { name, weight } = body;
  const change = { ...(name === undefined ? {} : { name }), ...(weight === undefined ? {} : { weight }) };
  const changed = await changeInterest(store, memberId, Number(params.id), change, now);
  if (changed === null) throw noSuchInterest();
  if ('refused' in changed)
    throw new ApiProblem(409, 'Not changed', changed.refused, [{ field: 'name', remedy: changed.refused }]);
  return { body: toInterest(await oneOf(store, memberId, changed.id)) };
};

export const answerDelete: Answerer<typeof deleteOwnInterest> = async ({ params }, asking) => {
  if (!(await deleteInterest(asking.store, askedBy(asking).id, Number(params.id)))) throw noSuchInterest();
  return { body: null };
};

export const answerLearnFrom: Answerer<typeof learnFrom> = async ({ params, body }, asking) => {
  const { store, now } = asking;
  const memberId = askedBy(asking).id;
  const { id } = await oneOf(store, memberId, Number(params.id));
  const read = await readExamples(store, { ...body, authors: body.authors.join('\n') });
  if (read.examples.length === 0) throw nothingToLearn();
  const said = read.examples.map((example) => ({ ...example, verdict: body.verdict }));
  const result = await addExamples(store, memberId, id, said, now);
  if (result === null) throw noSuchInterest();
  return { body: { ...result, unread: read.unread } };
};

export const answerForget: Answerer<typeof forgetExample> = async ({ params }, asking) => {
  const { store } = asking;
  const memberId = askedBy(asking).id;
  await oneOf(store, memberId, Number(params.id));
  if (!(await removeExample(store, memberId, Number(params.example))))
    throw new ApiProblem(404, 'No such example', 'You have no example of this number.');
  return { body: null };
};

export const answerProfile: Answerer<typeof profile> = async (_, asking) => ({
  body: { ...(await exportInterests(asking.store, askedBy(asking).id)) },
});

export const answerTakeProfile: Answerer<typeof takeProfile> = async ({ body }, asking) => {
  try {
    return { body: await importInterests(asking.store, askedBy(asking).id, body, asking.now) };
  } catch (error) {
    if (error instanceof RangeError) throw new ApiProblem(400, 'Not taken in', error.message);
    throw error;
  }
};

async function oneOf(store: Store, memberId: string, id: number): Promise<Interest> {
  const found = await getInterest(store, memberId, id);
  if (found === null) throw noSuchInterest();
  return found;
}

function toInterest({ id, name, weight, more, less, createdAt, changedAt }: Interest) {
  return {
    id,
    name,
    weight,
    more,
    less,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

function noSuchInterest(): ApiProblem {
  return new ApiProblem(
    404,
    'No such interest',
    'You have no interest of this number. GET /api/v1/me/interests lists them.',
  );
}

function nothingToLearn(): ApiProblem {
  const remedy = 'Give something to learn from: papers, authors or text. What was given could not be read.';
  return new ApiProblem(400, 'There is nothing to learn from.', `papers: ${remedy}`, [
    { field: 'papers', remedy },
  ]);
}

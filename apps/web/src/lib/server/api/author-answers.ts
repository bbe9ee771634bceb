import {
  addLink,
  answerClaim,
  beginSubmission,
  claimPaper,
  claimsOf,
  claimTo,
  Evidence,
  getSubmission,
  Given,
  keepFound,
  LinkAddress,
  linksOf,
  readGiven,
  removeLink,
  takeSubmission,
  waitingClaims,
  withdrawClaim,
  type Claim,
} from '@broadsheet/people';
import { findGiven } from '../submissions/find-given.ts';
import type {
  addedLinks,
  addLinkOperation,
  answerClaimOperation,
  claimOperation,
  claimsToAnswer,
  ownClaims,
  removeLinkOperation,
  submission,
  submit,
  take,
  withdrawClaimOperation,
} from './author-operations.ts';
import { askedBy, type Answerer, type Asking } from './operation.ts';
import { paperNamed } from './paper-named.ts';
import { ApiProblem } from './problem.ts';

export const answerClaimPaper: Answerer<typeof claimOperation> = async ({ params, body }, asking) => {
  const member = askedBy(asking);
  const paper = await paperNamed(asking.store, params.key);
  const isProven = member.orcid !== null && paper.authors.some(({ orcid }) => orcid === member.orcid);
  const evidence = Evidence.safeParse(body.evidence);
  if (!isProven && !evidence.success)
    throw wrong('evidence', evidence.error.issues[0]?.message ?? 'Say how an editor can see that it is you.');
  const answer = await claimPaper(asking.store, member, {
    paperId: paper.id,
    authorName: body.author,
    evidence: evidence.data ?? '',
    now: asking.now,
  });
  if (answer === 'no-such-author') throw wrong('author', 'Give a name as it stands on the paper.');
  if (answer === 'no-evidence') throw wrong('evidence', 'Say how an editor can see that it is you.');
  if (answer === 'too-many')
    throw new ApiProblem(429, 'Too many claims', 'Twenty claims of yours wait already.');
  const claim = await claimTo(asking.store, member.id, paper.id);
  if (answer === 'no-paper' || claim === null)
    throw new ApiProblem(404, 'Paper not found', 'This paper is not here any more.');
  return { body: claimJson({ ...claim, paper }) };
};

export const answerWithdrawClaim: Answerer<typeof withdrawClaimOperation> = async ({ params }, asking) => {
  const paper = await paperNamed(asking.store, params.key);
  if (!(await withdrawClaim(asking.store, askedBy(asking), paper.id)))
    throw new ApiProblem(404, 'No such claim', 'You have not claimed this paper.');
  return { body: null };
};

export const answerOwnClaims: Answerer<typeof ownClaims> = async (_, asking) => ({
  body: { items: (await claimsOf(asking.store, askedBy(asking).id)).map(claimJson) },
});

export const answerClaimsToAnswer: Answerer<typeof claimsToAnswer> = async ({ query }, { store }) => ({
  body: {
    items: (await waitingClaims(store, query.limit)).map((claim) => ({
      id: claim.id,
      paper: claim.paper.key,
      author: claim.authorName,
      state: claim.state,
      createdAt: claim.createdAt.toISOString(),
      evidence: claim.evidence,
      handle: claim.member.handle,
      orcid: claim.member.orcid,
      orcidOnRecord: claim.orcidOnRecord,
      heldBy: claim.heldBy,
    })),
  },
});

export const answerAnswerClaim: Answerer<typeof answerClaimOperation> = async ({ params, body }, asking) => {
  const answered = await answerClaim(asking.store, askedBy(asking), {
    id: Number(params.id),
    accept: body.accept,
    answer: body.answer.replaceAll('\0', '').toWellFormed().trim(),
    now: asking.now,
  });
  if (answered === null)
    throw new ApiProblem(404, 'No such claim', 'There is no such claim, or it is your own.');
  return { body: null };
};

export const answerAddedLinks: Answerer<typeof addedLinks> = async ({ params }, { store }) => ({
  body: { items: await linksJson(store, (await paperNamed(store, params.key)).id) },
});

export const answerAddLink: Answerer<typeof addLinkOperation> = async ({ params, body }, asking) => {
  const paper = await paperNamed(asking.store, params.key);
  const url = LinkAddress.safeParse(body.url);
  if (!url.success) throw wrong('url', url.error.issues[0]?.message ?? 'Give an address.');
  const added = await addLink(asking.store, askedBy(asking), {
    paperId: paper.id,
    kind: body.kind,
    url: url.data,
    now: asking.now,
  });
  const link =
    'id' in added ? (await linksJson(asking.store, paper.id)).find(({ id }) => id === added.id) : undefined;
  if (link !== undefined) return { body: link };
  const refused = 'refused' in added ? added.refused : 'removed';
  throw new ApiProblem(refused === 'no-paper' ? 404 : 409, 'The link was not added', refusals[refused]);
};

const refusals = {
  'no-paper': 'This paper is not here any more.',
  known: 'This address stands here already.',
  removed: 'An editor removed this link: it does not come back.',
  'too-many': 'You have added as many links as one may: ten to a paper, fifty in a day.',
} as const;

export const answerRemoveLink: Answerer<typeof removeLinkOperation> = async ({ params }, asking) => {
  if ((await removeLink(asking.store, askedBy(asking), Number(params.id), asking.now)) === null)
    throw new ApiProblem(404, 'No such link', 'There is no such link, or it is not yours.');
  return { body: null };
};

export const answerSubmit: Answerer<typeof submit> = async ({ body }, asking) => {
  const given = Given.safeParse(body.given);
  if (!given.success)
    throw wrong('given', given.error.issues[0]?.message ?? 'Give addresses, ids or BibTeX.');
  const read = await readGiven(given.data);
  if (read.kind === 'nothing') throw wrong('given', read.message);
  const begun = await beginSubmission(asking.store, askedBy(asking), given.data, asking.now);
  if ('seconds' in begun)
    throw new ApiProblem(429, 'That is a lot in one go', `Go on in ${begun.seconds} seconds.`);
  await keepFound(asking.store, begun.id, await findGiven(read, begun.id));
  return { body: await submissionJson(asking, begun.id) };
};

export const answerSubmission: Answerer<typeof submission> = async ({ params }, asking) => ({
  body: await submissionJson(asking, Number(params.id)),
});

export const answerTake: Answerer<typeof take> = async ({ params, body }, asking) => {
  const id = Number(params.id);
  const taken = await takeSubmission(asking.store, askedBy(asking), {
    id,
    chosen: body.papers,
    now: asking.now,
  });
  if (taken === null) throw noSubmission();
  return { body: await submissionJson(asking, id) };
};

async function submissionJson(asking: Asking, id: number) {
  const member = askedBy(asking);
  const kept = await getSubmission(asking.store, member.id, id);
  if (kept === null) throw noSubmission();
  const papers =
    kept.takenAt === null
      ? []
      : ((await takeSubmission(asking.store, member, { id, chosen: [], now: asking.now })) ?? []);
  return {
    id,
    taken: kept.takenAt !== null,
    found: kept.found.map(({ given, note, record }) => ({
      given,
      note,
      title: record?.title ?? null,
      authors: record?.authors.map(({ name }) => name) ?? [],
      source: record?.source ?? null,
    })),
    papers: papers.map(({ key, title, isNew }) => ({ key, title, isNew })),
  };
}

async function linksJson(store: Asking['store'], paperId: number) {
  return (await linksOf(store, paperId)).map(({ id, kind, url, addedBy, createdAt }) => ({
    id,
    kind,
    url,
    addedBy: addedBy?.handle ?? null,
    createdAt: createdAt.toISOString(),
  }));
}

function claimJson(claim: Claim & { paper: { key: string } }) {
  const { id, authorName, state, decidedBy, answer, createdAt, paper } = claim;
  return {
    id,
    paper: paper.key,
    author: authorName,
    state,
    decidedBy,
    answer,
    createdAt: createdAt.toISOString(),
  };
}

function wrong(field: string, remedy: string): ApiProblem {
  return new ApiProblem(400, 'The request has a field that does not fit.', `${field}: ${remedy}`, [
    { field, remedy },
  ]);
}

const noSubmission = () =>
  new ApiProblem(404, 'No such submission', 'You have no submission of this number.');

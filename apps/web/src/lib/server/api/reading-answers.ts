import { countMeeting, findPaper, getPapers, type Store } from '@broadsheet/papers';
import {
  addFollow,
  addRule,
  changeRule,
  clusterAuthor,
  correctAuthor,
  countHidden,
  deleteFollow,
  deleteRule,
  identityOf,
  listFollows,
  listRules,
  markCaughtUp,
  readFollow,
  readRule,
  recentPapers,
  tryRule,
  type AuthorIdentity,
  type Follow,
  type Rule,
} from '@broadsheet/people';
import { ownCatchUp } from '../catch-up/own-catch-up.ts';
import { followedPapers } from '../follows/followed-papers.ts';
import { nextPage } from './next-page.ts';
import { askedBy, type Answerer } from './operation.ts';
import { toPaperJson } from './paper-json.ts';
import { ApiProblem } from './problem.ts';
import type {
  addFollowOperation,
  addRuleOperation,
  catchUpOperation,
  caughtUpOperation,
  changeRuleOperation,
  correctFollowOperation,
  deleteFollowOperation,
  deleteRuleOperation,
  following,
  follows,
  rules,
  tryRuleOperation,
} from './reading-operations.ts';

/** Papers that a trial gives. */
const mostTried = 50;

export const answerRules: Answerer<typeof rules> = async (_, asking) => {
  const own = await listRules(asking.store, askedBy(asking).id);
  const recent = recentPapers(asking.now);
  const counts = await countHidden(asking.store, own, recent);
  const [papers = 0] = await countMeeting(asking.store, recent, [() => 'true']);
  return { body: { items: own.map((rule, index) => toRuleJson(rule, counts[index] ?? 0)), papers } };
};

export const answerAddRule: Answerer<typeof addRuleOperation> = async ({ body }, asking) => {
  const { rule, troubles } = await readRule(asking.store, body, asking.now);
  if (rule === null) throw troubled(troubles);
  const kept = await addRule(asking.store, askedBy(asking).id, rule, asking.now);
  if ('refused' in kept) throw new ApiProblem(409, 'There is no room', kept.refused);
  return { body: await counted(asking, kept) };
};

export const answerTryRule: Answerer<typeof tryRuleOperation> = async ({ body }, asking) => {
  const { rule, troubles } = await readRule(asking.store, body, asking.now);
  if (rule === null) throw troubled(troubles);
  const { tried, day, hidden } = await tryRule(asking.store, rule);
  const papers = await getPapers(asking.store, hidden.slice(0, mostTried));
  return {
    body: {
      tried,
      day,
      hidden: papers.map((paper) => toPaperJson(paper, asking.url.origin)),
      total: hidden.length,
    },
  };
};

export const answerChangeRule: Answerer<typeof changeRuleOperation> = async ({ params, body }, asking) => {
  const change = {
    ...(body.until === undefined ? {} : { until: body.until }),
    ...(body.paused === undefined ? {} : { paused: body.paused }),
  };
  const rule = await changeRule(asking.store, askedBy(asking).id, Number(params.id), change);
  if (rule === null) throw missing('You have no such rule.');
  return { body: await counted(asking, rule) };
};

export const answerDeleteRule: Answerer<typeof deleteRuleOperation> = async ({ params }, asking) => {
  if (!(await deleteRule(asking.store, askedBy(asking).id, Number(params.id))))
    throw missing('You have no such rule.');
  return { body: null };
};

export const answerFollows: Answerer<typeof follows> = async (_, asking) => {
  const own = await listFollows(asking.store, askedBy(asking).id);
  return { body: { items: own.map(toFollowJson) } };
};

export const answerAddFollow: Answerer<typeof addFollowOperation> = async ({ body }, asking) => {
  const { kind, value, papers } = body;
  const { follow, troubles } = await readFollow(asking.store, { kind, value });
  if (follow === null) throw troubled(troubles);
  const identity =
    kind === 'author' && papers !== undefined ? await identityBy(asking.store, follow.value, papers) : null;
  const kept = await addFollow(asking.store, askedBy(asking).id, { ...follow, identity }, asking.now);
  if ('refused' in kept) throw new ApiProblem(409, 'There is no room', kept.refused);
  return { body: toFollowJson(kept) };
};

export const answerDeleteFollow: Answerer<typeof deleteFollowOperation> = async ({ params }, asking) => {
  if (!(await deleteFollow(asking.store, askedBy(asking).id, Number(params.id))))
    throw missing('You do not follow it.');
  return { body: null };
};

export const answerCorrectFollow: Answerer<typeof correctFollowOperation> = async (
  { params, body },
  asking,
) => {
  const paper = await findPaper(asking.store, body.paper);
  const follow =
    paper &&
    (await correctAuthor(asking.store, askedBy(asking).id, Number(params.id), paper.id, body.theirs));
  if (follow === null) throw missing('You follow no such author, or the paper is not under the name.');
  return { body: toFollowJson(follow) };
};

export const answerFollowing: Answerer<typeof following> = async ({ query }, asking) => {
  const { entries, hidden } = await followedPapers(asking.store, askedBy(asking).id, asking.now);
  const { limit, offset } = query;
  const page = { total: entries.length, hidden: hidden.length, limit, offset };
  const items = entries.slice(offset, offset + limit);
  return {
    body: {
      ...page,
      items: items.map(({ paper, by }) => ({
        paper: toPaperJson(paper, asking.url.origin),
        by: by.map(({ follow, match }) => ({ follow: follow.id, match })),
      })),
    },
    headers: nextPage(asking.url, page, { offset: String(offset + limit) }),
  };
};

export const answerCatchUp: Answerer<typeof catchUpOperation> = async ({ query }, asking) => {
  const seen = await ownCatchUp(asking.store, askedBy(asking).id, query.view, asking.now);
  return {
    body: {
      view: query.view,
      from: seen.from,
      to: seen.to,
      at: seen.at.toISOString(),
      since: seen.marker?.at.toISOString() ?? null,
      items: seen.entries.map(({ paper, because }) => ({
        paper: toPaperJson(paper, asking.url.origin),
        why: because,
      })),
      total: seen.total,
      hidden: seen.hidden,
    },
  };
};

export const answerCaughtUp: Answerer<typeof caughtUpOperation> = async ({ body }, asking) => {
  const { view, at, to } = body;
  const shown: number[] = [];
  for (const name of body.papers) {
    const paper = await findPaper(asking.store, name);
    if (paper !== null) shown.push(paper.id);
  }
  await markCaughtUp(asking.store, askedBy(asking).id, {
    view,
    at: new Date(at),
    to,
    shown,
    now: asking.now,
  });
  return { body: null };
};

async function counted({ store, now }: { store: Store; now: Date }, rule: Rule) {
  const [hidden = 0] = await countHidden(store, [rule], recentPapers(now));
  return toRuleJson(rule, hidden);
}

function toRuleJson({ id, kind, value, label, until, paused, createdAt }: Rule, hidden: number) {
  return { id, kind, value, label, until, paused, createdAt: createdAt.toISOString(), hidden };
}

function toFollowJson({ identity, createdAt, ...follow }: Follow) {
  return { ...follow, toldApart: identity !== null, createdAt: createdAt.toISOString() };
}

/** Who of a name is meant, by some papers of theirs. */
async function identityBy(store: Store, nameKey: string, names: readonly string[]): Promise<AuthorIdentity> {
  const found = await Promise.all(names.map((name) => findPaper(store, name)));
  const ids = new Set(found.flatMap((paper) => paper?.id ?? []));
  const clusters = await clusterAuthor(store, nameKey);
  const chosen = clusters.filter(({ papers }) => papers.some(({ paperId }) => ids.has(paperId)));
  if (chosen.length === 0)
    throw troubled({ papers: 'None of these papers is here and has an author of that name.' });
  return identityOf(
    chosen,
    clusters.filter((one) => !chosen.includes(one)),
  );
}

function troubled(troubles: Readonly<Record<string, string>>): ApiProblem {
  const fields = Object.entries(troubles).map(([field, remedy]) => ({ field, remedy }));
  const detail = fields.map(({ field, remedy }) => `${field}: ${remedy}`).join(' ');
  return new ApiProblem(400, 'A field does not fit', detail, fields);
}

function missing(words: string): ApiProblem {
  return new ApiProblem(404, 'It is not there', words);
}

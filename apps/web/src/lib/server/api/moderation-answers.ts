import { findPaper, getPapers, type Store } from '@broadsheet/papers';
import {
  answerReports,
  decideOnBurst,
  decideOnPaper,
  fileReport,
  isSuspicious,
  listBursts,
  listDecisions,
  listReported,
  memberCalled,
  mergeAsEditor,
  mostWaiting,
  splitAsEditor,
  type Judgement,
  type ReportedKind,
} from '@broadsheet/people';
import type {
  answerReport,
  bursts,
  decide,
  decideBurst,
  log,
  merge,
  report,
  reported,
  split,
} from './moderation-operations.ts';
import { askedBy, type Answerer, type Asking } from './operation.ts';
import { ApiProblem } from './problem.ts';

export const answerNewReport: Answerer<typeof report> = async ({ body }, asking) => {
  const { store, now } = asking;
  const { kind, reason, note } = body;
  const id = await idOf(store, kind, body.id);
  const outcome =
    id === null ? 'unknown' : await fileReport(store, askedBy(asking).id, { kind, id, reason, note }, now);
  if (outcome === 'unknown')
    throw new ApiProblem(
      404,
      'There is no such thing',
      `No ${kind} here is called "${body.id.slice(0, 100)}".`,
    );
  if (outcome === 'too-many')
    throw new ApiProblem(
      409,
      'Too many reports wait',
      `${mostWaiting} of your reports wait for an answer. Send more when some are answered.`,
    );
  return { body: { filed: true } };
};

async function idOf(store: Store, kind: ReportedKind, name: string): Promise<string | null> {
  if (kind === 'comment') return /^\d{1,15}$/.test(name) ? name : null;
  if (kind === 'member') return (await memberCalled(store, name))?.id ?? null;
  const found = await findPaper(store, name);
  const [paper] = found === null ? [] : await getPapers(store, [found.id]);
  return paper === undefined ? null : String(paper.id);
}

export const answerReported: Answerer<typeof reported> = async ({ query }, { store }) => {
  const things = await listReported(store, query.limit);
  const keys = await keysOf(
    store,
    things.flatMap(({ paperId }) => paperId ?? []),
  );
  return {
    body: {
      items: things.map(({ kind, id, paperId, text, owner, hidden, reports }) => ({
        kind,
        id,
        paper: paperId === null ? null : (keys.get(paperId) ?? null),
        text,
        owner,
        hidden,
        reports: reports.map((one) => ({ ...one, at: one.at.toISOString() })),
      })),
    },
  };
};

export const answerAnswerReports: Answerer<typeof answerReport> = async ({ body }, asking) => {
  const { kind, id, answer } = body;
  const outcome = await answerReports(asking.store, { kind, id }, answer, judgementOf(body, asking));
  if (outcome === 'unfit')
    throw new ApiProblem(
      409,
      'The answer does not fit',
      `"${answer}" is no answer to a report of a ${kind}.`,
    );
  if (outcome === 'ranked')
    throw new ApiProblem(409, 'The member is an editor or owner', 'An owner must change that role first.');
  return { body: { answered: outcome } };
};

export const answerDecide: Answerer<typeof decide> = async ({ params, body }, asking) => {
  const id = await paperId(asking.store, params.key);
  const done = await asking.store.transaction((inside) =>
    decideOnPaper(inside, id, body.decision, judgementOf(body, asking)),
  );
  return { body: { done } };
};

export const answerMerge: Answerer<typeof merge> = async ({ params, body }, asking) => {
  const { store } = asking;
  const [one, other] = [await paperId(store, params.key), await paperId(store, body.other)];
  const kept = await orConflict(() => mergeAsEditor(store, [one, other], judgementOf(body, asking)));
  return { body: { key: (await keysOf(store, [kept])).get(kept) ?? `p${kept}` } };
};

export const answerSplit: Answerer<typeof split> = async ({ params, body }, asking) => {
  const { store } = asking;
  const id = await paperId(store, params.key);
  const made = await orConflict(() => splitAsEditor(store, id, body.records, judgementOf(body, asking)));
  return { body: { key: (await keysOf(store, [made])).get(made) ?? `p${made}` } };
};

export const answerBursts: Answerer<typeof bursts> = async ({ query }, { store }) => {
  const found = await listBursts(store, query.state, query.limit);
  const keys = await keysOf(
    store,
    found.map((burst) => burst.paperId),
  );
  return {
    body: {
      items: found.map(({ id, paperId: paper, startsAt, endsAt, figures, voters }) => ({
        id,
        paper: keys.get(paper) ?? `p${paper}`,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        suspicious: isSuspicious(figures),
        votes: figures.votes,
        expected: figures.expected,
        newcomers: figures.newcomers,
        newcomerShare: figures.newcomerShare,
        sameNetwork: figures.sameNetwork,
        logTime: figures.logTime,
        logNewcomers: figures.logNewcomers,
        logNetwork: figures.logNetwork,
        logChance: figures.logChance,
        voters,
      })),
    },
  };
};

export const answerDecideBurst: Answerer<typeof decideBurst> = async ({ params, body }, asking) => ({
  body: {
    done: await decideOnBurst(asking.store, Number(params.id), body.decision, judgementOf(body, asking)),
  },
});

export const answerLog: Answerer<typeof log> = async ({ query }, { store }) => {
  const lines = await listDecisions(store, { before: query.before });
  return { body: { items: lines.map((line) => ({ ...line, at: line.at.toISOString() })) } };
};

function judgementOf({ reason }: { reason: string }, asking: Asking): Judgement {
  return { editorId: askedBy(asking).id, reason, now: asking.now };
}

/** Also of a hidden paper. */
async function paperId(store: Store, key: string): Promise<number> {
  const found = await findPaper(store, key);
  if (found === null)
    throw new ApiProblem(404, 'Paper not found', `No paper here is called "${key.slice(0, 100)}".`);
  return found.id;
}

async function keysOf(store: Store, ids: readonly number[]): Promise<Map<number, string>> {
  const papers = await getPapers(store, ids, { hidden: true });
  return new Map(papers.map(({ id, key }) => [id, key]));
}

async function orConflict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RangeError) throw new ApiProblem(409, 'That cannot be done', cause.message);
    throw cause;
  }
}

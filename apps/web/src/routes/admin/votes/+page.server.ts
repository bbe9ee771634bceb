import { getPapers } from '@broadsheet/papers';
import {
  auditVotes,
  daysAudited,
  daysOfTraces,
  decideOnBurst,
  isSuspicious,
  listBursts,
  type BurstDecision,
  type BurstState,
  type ListedBurst,
} from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readJudgement } from '../../../lib/server/moderation/read-judgement.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

const length = 100;
const decisions: readonly BurstDecision[] = ['discount burst', 'accept burst', 'reopen burst'];

/** Bursts of votes: those that wait for an editor, and those that editors have spoken of. */
export const load: PageServerLoad = async (event) => {
  requireMember(event, 'moderate');
  const states: readonly BurstState[] = ['open', 'discounted', 'genuine'];
  const lists = await Promise.all(states.map((state) => listBursts(library(), state, length)));
  const ids = lists.flat().map(({ paperId }) => paperId);
  const papers = new Map(
    (await getPapers(library(), ids, { hidden: true })).map(({ id, key, title }) => [
      id,
      { key, titleHtml: renderText(title) },
    ]),
  );
  const [open = [], discounted = [], genuine = []] = lists.map((list) =>
    list.map((burst) => ({
      ...(papers.get(burst.paperId) ?? { key: `p${burst.paperId}`, titleHtml: '' }),
      ...toShown(burst),
    })),
  );
  return {
    open,
    discounted,
    genuine,
    daysAudited,
    daysOfTraces,
    looked: event.url.searchParams.get('looked'),
    done: event.url.searchParams.has('done'),
  };
};

export const actions: Actions = {
  /** Looks at the votes now, and not at the next full hour. */
  look: async (event) => {
    requireMember(event, 'moderate');
    const { found } = await auditVotes(library(), now());
    redirect(303, `/admin/votes?looked=${found}`);
  },
  decide: async (event) => {
    const editor = requireMember(event, 'moderate');
    const form = await readForm(event.request);
    const id = String(form.get('burst') ?? '');
    const decision = decisions.find((one) => one === form.get('decision'));
    if (!/^\d{1,15}$/.test(id) || decision === undefined)
      error(400, { message: 'That form names no decision. Go back and press the button again.' });
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about: Number(id), ...read });
    await decideOnBurst(library(), Number(id), decision, read.judgement);
    redirect(303, '/admin/votes?done');
  },
};

function toShown({ id, startsAt, endsAt, figures, voters, decidedBy, decidedAt }: ListedBurst) {
  return {
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    figures,
    suspicious: isSuspicious(figures),
    voters,
    decidedBy,
    decidedOn: decidedAt?.toISOString().slice(0, 10) ?? null,
  };
}

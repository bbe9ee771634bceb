import { isSaved, Mute, muteInSubscription, savePaper, unsavePaper } from '@broadsheet/mail';
import { authorKey, findPaper, getPapers, type PaperSummary } from '@broadsheet/papers';
import { error, fail } from '@sveltejs/kit';
import { now } from '../../../../../lib/server/clock.ts';
import { library } from '../../../../../lib/server/library.ts';
import { aboutPlan } from '../../../../../lib/server/mail/about-plan.ts';
import { readField } from '../../../../../lib/server/mail/plan-form.ts';
import { subscriberBehind } from '../../../../../lib/server/mail/signed.ts';
import { readForm } from '../../../../../lib/server/read-form.ts';
import { categoryLinks, toCard } from '../../../../../lib/server/to-card.ts';
import type { Actions, PageServerLoad } from './$types';

/** A paper of a mail, with what its reader can do about it. */
export const load: PageServerLoad = async ({ params }) => {
  const subscriber = await subscriberBehind(params.link);
  const paper = await paperCalled(params.key);
  return {
    link: params.link,
    card: toCard(paper),
    saved: await isSaved(library(), subscriber.id, paper.id),
    authors: authorsOf(paper),
    categories: categoryLinks(paper.categories),
    subscriptions: subscriber.subscriptions
      .filter(({ endedAt }) => endedAt === null)
      .map(({ id, plan }) => ({ id, title: aboutPlan(plan).title, cadence: aboutPlan(plan).cadence })),
  };
};

async function paperCalled(key: string): Promise<PaperSummary> {
  const found = await findPaper(library(), key);
  const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
  if (paper === undefined) error(404, { message: `No paper here is called “${key}”.` });
  return paper;
}

/** Each name once. */
function authorsOf({ authors }: PaperSummary): { name: string; key: string }[] {
  return [...new Map(authors.map(({ name }) => [authorKey(name), name]))].map(([key, name]) => ({
    key,
    name,
  }));
}

export const actions: Actions = {
  save: async ({ params }) => {
    const subscriber = await subscriberBehind(params.link);
    const { id } = await paperCalled(params.key);
    if (await savePaper(library(), subscriber.id, id, now())) return { said: 'Saved.' };
    return fail(409, { said: 'Your list is full. Take some papers off it, then save this one.' });
  },

  unsave: async ({ params }) => {
    const subscriber = await subscriberBehind(params.link);
    const { id } = await paperCalled(params.key);
    await unsavePaper(library(), subscriber.id, id);
    return { said: 'Taken off the list.' };
  },

  /** Leaves out an author or a category of the paper, or some words, in one subscription or in all. */
  mute: async ({ request, params }) => {
    const subscriber = await subscriberBehind(params.link);
    const paper = await paperCalled(params.key);
    const form = await readForm(request);
    const mute = readMute(form, paper);
    if (mute === null)
      return fail(400, { said: 'Choose what to leave out, or give at most 100 letters of words.' });
    const where = readField(form, 'where') ?? 'all';
    const chosen = subscriber.subscriptions.filter(
      ({ id, endedAt }) => endedAt === null && (where === 'all' || where === String(id)),
    );
    if (chosen.length === 0) return fail(400, { said: 'Choose one of your subscriptions.' });
    for (const { id } of chosen) await muteInSubscription(library(), id, mute);
    return { said: `From now on ${mute.label} is left out. Your subscriptions’ page takes that back.` };
  },
};

function readMute(form: FormData, paper: PaperSummary): Mute | null {
  const words = readField(form, 'words');
  if (words !== null)
    return Mute.safeParse({ kind: 'words', value: words, label: `“${words.trim()}”` }).data ?? null;
  const [, kind, value] = /^(author|category) (.+)$/.exec(readField(form, 'what') ?? '') ?? [];
  const choices =
    kind === 'author'
      ? authorsOf(paper).map(({ key, name }) => ({ value: key, label: name }))
      : categoryLinks(paper.categories).map(({ code, name }) => ({
          value: code,
          label: code === name ? code : `${name} (${code})`,
        }));
  const choice = choices.find((one) => one.value === value);
  return Mute.safeParse({ kind, ...choice }).data ?? null;
}

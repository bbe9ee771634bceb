import {
  budgets,
  catchUpViews,
  changeReadingSettings,
  forgetCaughtUp,
  longestAway,
  longestLook,
  markCaughtUp,
} from '@broadsheet/people';
import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { ownCatchUp } from '../../lib/server/catch-up/own-catch-up.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { withOwnMarks } from '../../lib/server/own-marks.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { toCard } from '../../lib/server/to-card.ts';
import type { Actions, PageServerLoad } from './$types';

const View = z.enum(catchUpViews).catch('everything');

/** What a member missed: the best of it, with the rest in numbers. Looking at it moves nothing. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const view = View.parse(event.url.searchParams.get('view') ?? undefined);
  const seen = await ownCatchUp(library(), member.id, view, now());
  const cards = await withOwnMarks(
    member,
    seen.entries.map(({ paper }) => toCard(paper)),
  );
  return {
    view,
    done: event.url.searchParams.has('done'),
    items: cards.map((card, index) => ({ card, because: seen.entries[index]?.because ?? '' })),
    total: seen.total,
    hidden: seen.hidden,
    from: seen.from,
    to: seen.to,
    cut: seen.cut ? longestAway : null,
    at: seen.at.toISOString(),
    caughtUpAt: seen.marker?.at ?? null,
    settings: { budget: seen.settings.catchUpBudget, days: seen.settings.catchUpDays },
    bounds: { ...budgets, longestLook },
  };
};

/** What the form says that was seen. */
const Seen = z.object({
  view: z.enum(catchUpViews),
  at: z.iso.datetime().transform((text) => new Date(text)),
  to: z.iso.date(),
  papers: z
    .string()
    .max(4000)
    .regex(/^(\d{1,15}(,\d{1,15})*)?$/)
    .transform((text) => text.split(',').filter(Boolean).map(Number)),
});

const Choices = z.object({
  budget: z.coerce.number(),
  days: z
    .string()
    .max(10)
    .transform((text) => (text.trim() === '' ? null : Number(text))),
});

export const actions: Actions = {
  done: async (event) => {
    const { id } = requireMember(event, 'keep own things');
    const seen = Seen.safeParse(Object.fromEntries(await readForm(event.request)));
    if (!seen.success)
      return fail(400, { said: 'That was not understood, and nothing was moved. Load the page again.' });
    const { view, at, to, papers } = seen.data;
    await markCaughtUp(library(), id, { view, at, to, shown: papers, now: now() });
    redirect(303, `/catch-up?view=${view}&done`);
  },

  settings: async (event) => {
    const { id } = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const { view } = { view: View.parse(form.get('view') ?? undefined) };
    const choices = Choices.safeParse(Object.fromEntries(form));
    if (!choices.success) return fail(400, { said: 'That was not understood, and nothing was changed.' });
    try {
      await changeReadingSettings(library(), id, {
        catchUpBudget: choices.data.budget,
        catchUpDays: choices.data.days,
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return fail(400, { said: `${error.message} Nothing was changed.` });
    }
    redirect(303, `/catch-up?view=${view}`);
  },

  forget: async (event) => {
    const { id } = requireMember(event, 'keep own things');
    await forgetCaughtUp(library(), id);
    redirect(303, '/catch-up');
  },
};

import { currentDay, isDay } from '@broadsheet/papers';
import { answerFeed, feedDays, listInterests } from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { longDay } from '../../lib/dates.ts';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { ownFeed, remakeOwnFeed, toFeedLines } from '../../lib/server/feed/own-feed.ts';
import { library } from '../../lib/server/library.ts';
import { withOwnMarks } from '../../lib/server/own-marks.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** A member's feed of a day, each line with its reasons. Looking at today's for the first time makes it, and then it stays. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const asked = event.url.searchParams.get('day');
  if (asked !== null && !isDay(asked)) error(404, { message: 'Give a day as YYYY-MM-DD.' });
  const interests = await listInterests(library(), member.id);
  const { day, entries } = await ownFeed(library(), await encoderInUse(), member.id, asked, now());
  const lines = toFeedLines(entries);
  const cards = await withOwnMarks(
    member,
    lines.map(({ card }) => card),
  );
  const today = currentDay(now());
  return {
    day: { name: day, words: longDay(day), isToday: day === today },
    lines: lines.map((line, index) => ({ ...line, card: cards[index] ?? line.card })),
    interests: interests.map(({ id, name, weight, more, less }) => ({ id, name, weight, more, less })),
    days: (await feedDays(library(), member.id)).map((one) => ({ ...one, words: longDay(one.day) })),
  };
};

const Answer = z.object({
  paper: z.coerce.number().int().positive(),
  answer: z.enum(['more', 'less', 'none']),
  day: z.string().refine(isDay).catch(''),
});

type Asked = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'setHeaders'>;

export const actions: Actions = {
  /** Keeps what a reader says of a paper, and leads back to its line. */
  answer: async (event: Asked) => {
    const { id } = requireMember(event, 'keep own things');
    const read = Answer.safeParse(Object.fromEntries(await readForm(event.request)));
    if (!read.success) return fail(400, { said: 'That was not understood. Load the page again.' });
    const { paper, answer, day } = read.data;
    const kept = await answerFeed(library(), id, paper, answer === 'none' ? null : answer, now());
    if (kept === null) return fail(404, { said: 'That paper is not in your feed any more.' });
    if (kept === 'full')
      return fail(409, {
        said: 'That interest has learnt from 200 papers. Take some away on its page to make room.',
      });
    redirect(303, `/feed${day === '' ? '' : `?day=${day}`}#paper-${paper}`);
  },

  /** Makes today's feed anew. */
  remake: async (event: Asked) => {
    const { id } = requireMember(event, 'keep own things');
    await remakeOwnFeed(library(), await encoderInUse(), id, now());
    redirect(303, '/feed');
  },
};

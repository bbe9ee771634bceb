import { previewFeed } from '@broadsheet/learn';
import {
  addExamples,
  changeInterest,
  deleteInterest,
  getInterest,
  listExamples,
  mostExamples,
  readFeedSettings,
  removeExample,
} from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { encoderInUse } from '../../../lib/server/encoder.ts';
import { namedPlaces } from '../../../lib/server/feed/named-places.ts';
import { readingOf } from '../../../lib/server/feed/own-feed.ts';
import { givenOf, readInterestForm, shownForm } from '../../../lib/server/interests/interest-form.ts';
import { readExamples } from '../../../lib/server/interests/read-examples.ts';
import { keysOfPapers } from '../../../lib/server/interests/keys-of-papers.ts';
import { library } from '../../../lib/server/library.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Papers that the page says it would bring. */
const mostNamed = 10;

type Asked = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'setHeaders'> & { params: { id: string } };

/** Which of the member's interests is meant. Answers 404 where they have none of that number. */
async function interestOf(event: Pick<Asked, 'locals' | 'url' | 'setHeaders' | 'params'>) {
  const member = requireMember(event, 'keep own things');
  const id = /^\d{1,15}$/.test(event.params.id) ? Number(event.params.id) : 0;
  const interest = await getInterest(library(), member.id, id);
  if (interest === null) error(404, { message: 'You have no such interest.' });
  return { memberId: member.id, interest };
}

/** An interest: what it learns from, and what it would bring by itself. */
export const load: PageServerLoad = async (event) => {
  const { memberId, interest } = await interestOf(event);
  const examples = await listExamples(library(), memberId, interest.id);
  const keys = await keysOfPapers(
    library(),
    examples.flatMap(({ paperId }) => paperId ?? []),
  );
  const settings = await readFeedSettings(library(), memberId);
  const alone = await previewFeed(
    library(),
    await encoderInUse(),
    await readingOf(library(), memberId, now()),
    { ...settings, explore: 0 },
    interest.id,
  );
  return {
    interest: { id: interest.id, name: interest.name, weight: interest.weight },
    examples: examples.map(({ id, verdict, origin, paperId, authorKey, title, abstract }) => ({
      id,
      verdict,
      origin,
      path:
        paperId !== null
          ? `/papers/${keys.get(paperId) ?? `p${paperId}`}`
          : authorKey !== null
            ? `/authors/${authorKey}`
            : null,
      html: renderText(title === '' ? shortened(abstract) : title),
      kind:
        paperId !== null ? ('paper' as const) : authorKey !== null ? ('author' as const) : ('text' as const),
    })),
    mostExamples,
    would: await namedPlaces(library(), alone.slice(0, mostNamed)),
  };
};

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= 200 ? text : `${letters.slice(0, 199).join('').trimEnd()}…`;
}

const Change = z.object({
  name: z.string().max(200),
  weight: z.coerce.number().int().min(0).max(100).catch(50),
});

export const actions: Actions = {
  change: async (event: Asked) => {
    const { memberId, interest } = await interestOf(event);
    const read = Change.safeParse(Object.fromEntries(await readForm(event.request)));
    if (!read.success) return fail(400, { said: 'That was not understood, and nothing was changed.' });
    const changed = await changeInterest(library(), memberId, interest.id, read.data, now());
    if (changed !== null && 'refused' in changed)
      return fail(400, { troubles: { name: changed.refused }, name: read.data.name });
    redirect(303, `/interests/${interest.id}`);
  },

  learn: async (event: Asked) => {
    const { memberId, interest } = await interestOf(event);
    const form = await readForm(event.request);
    const typed = readInterestForm(form);
    const { examples, unread } = await readExamples(library(), await givenOf(typed, form));
    const verdict = form.get('verdict') === 'less' ? 'less' : 'more';
    if (examples.length === 0)
      return fail(400, {
        form: shownForm(typed),
        unread,
        troubles: { papers: 'Give something to learn from: papers, authors, or a few sentences.' },
      });
    const said = examples.map((example) => ({ ...example, verdict }) as const);
    const result = await addExamples(library(), memberId, interest.id, said, now());
    const full = result?.full ?? 0;
    if (unread.length === 0 && full === 0) redirect(303, `/interests/${interest.id}`);
    return {
      said: `${result?.added ?? 0} added.${full > 0 ? ` ${full} found no room: an interest learns from ${mostExamples}.` : ''}`,
      unread,
    };
  },

  forget: async (event: Asked) => {
    const { memberId, interest } = await interestOf(event);
    const id = z.coerce.number().int().positive().catch(0).parse((await readForm(event.request)).get('example')); // prettier-ignore
    await removeExample(library(), memberId, id);
    redirect(303, `/interests/${interest.id}#examples`);
  },

  delete: async (event: Asked) => {
    const { memberId, interest } = await interestOf(event);
    await deleteInterest(library(), memberId, interest.id);
    redirect(303, '/interests');
  },
};

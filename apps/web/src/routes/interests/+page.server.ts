import { previewFeed } from '@broadsheet/learn';
import {
  addExamples,
  addInterest,
  changeInterest,
  deleteInterest,
  importInterests,
  listInterests,
  mostInterests,
  readFeedSettings,
  resetInterests,
  resets,
  usualFeedSettings,
  writeFeedSettings,
} from '@broadsheet/people';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { readingOf } from '../../lib/server/feed/own-feed.ts';
import { namedPlaces } from '../../lib/server/feed/named-places.ts';
import {
  givenOf,
  readInterestForm,
  readSettingsForm,
  shownForm,
} from '../../lib/server/interests/interest-form.ts';
import { readExamples } from '../../lib/server/interests/read-examples.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Papers of a preview that are named. */
const mostNamed = 12;
/** Longest profile that is read, in bytes: as long as any form. */
const longestFile = 500_000;

/** A member's interests with their weights, how the feed is mixed, and a form for another interest. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const interests = await listInterests(library(), member.id);
  return {
    interests: interests.map(({ id, name, weight, more, less }) => ({ id, name, weight, more, less })),
    mostInterests,
    settings: await readFeedSettings(library(), member.id),
    asked: readInterestForm(event.url.searchParams),
  };
};

type Asked = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'setHeaders'>;
const Id = z.coerce.number().int().positive().catch(0);
const Weight = z.coerce.number().int().min(0).max(100);

async function asked(event: Asked): Promise<{ memberId: string; form: FormData }> {
  const { id } = requireMember(event, 'keep own things');
  return { memberId: id, form: await readForm(event.request) };
}

const nothing = 'Give something to learn from: papers, authors, or a few sentences.';

export const actions: Actions = {
  /** Begins an interest with what could be read, and says what could not. */
  add: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    const typed = readInterestForm(form);
    const { examples, unread } = await readExamples(library(), await givenOf(typed, form));
    const back = { form: shownForm(typed), unread };
    if (examples.length === 0) return fail(400, { ...back, troubles: { papers: nothing } });
    const made = await addInterest(library(), memberId, { name: typed.name }, now());
    if ('refused' in made) return fail(400, { ...back, troubles: { name: made.refused } });
    await addExamples(library(), memberId, made.id, examples, now());
    if (unread.length === 0) redirect(303, `/interests/${made.id}`);
    return { begun: { id: made.id, name: typed.name, examples: examples.length }, unread };
  },

  /** Weighs all interests as their sliders say. */
  weigh: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    for (const { id } of await listInterests(library(), memberId)) {
      const weight = Weight.safeParse(form.get(`weight-${id}`));
      if (weight.success) await changeInterest(library(), memberId, id, { weight: weight.data }, now());
    }
    return { weighed: 'Saved. The next feed is mixed like this.' };
  },

  delete: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    await deleteInterest(library(), memberId, Id.parse(form.get('id')));
    redirect(303, '/interests');
  },

  /** Saves how the feed is mixed; `do=preview` shows what it would be and `do=usual` sets it back. */
  mix: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    if (form.get('do') === 'usual') {
      await writeFeedSettings(library(), memberId, usualFeedSettings);
      return { mixed: { said: 'Mixed as usual again.', troubles: {}, preview: null, settings: null } };
    }
    const before = await readFeedSettings(library(), memberId);
    const { settings, troubles } = readSettingsForm(form, before);
    if (settings === null) return fail(400, { mixed: { said: '', troubles, preview: null, settings: null } });
    if (form.get('do') === 'preview') {
      const places = await previewFeed(
        library(),
        await encoderInUse(),
        await readingOf(library(), memberId, now()),
        settings,
      );
      const preview = {
        count: places.length,
        named: await namedPlaces(library(), places.slice(0, mostNamed)),
      };
      return { mixed: { said: '', troubles: {}, preview, settings } };
    }
    await writeFeedSettings(library(), memberId, settings);
    return {
      mixed: {
        said: 'Saved. The next feed is mixed like this.',
        troubles: {},
        preview: null,
        settings: null,
      },
    };
  },

  reset: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    const what = z.enum(resets).safeParse(form.get('what'));
    if (!what.success) return fail(400, { moved: 'Say what is to be forgotten.' });
    await resetInterests(library(), memberId, what.data);
    return {
      moved: {
        everything: 'Forgotten: your interests, what you said, what was shown, and how the feed was mixed.',
        feedback: 'Forgotten: what you said of papers in your feed. Your interests are as they began.',
        shown: 'Forgotten: what your feed has shown. It may show all of it again.',
      }[what.data],
    };
  },

  import: async (event: Asked) => {
    const { memberId, form } = await asked(event);
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { moved: 'Choose a file of interests first.' });
    if (file.size > longestFile)
      return fail(413, { moved: 'That file is too large for interests: 500 kB are read.' });
    try {
      const report = await importInterests(library(), memberId, await file.text(), now());
      const absent =
        report.absent === 0 ? '' : ` ${report.absent} papers are not here; their own words count instead.`;
      return {
        moved: `Taken in: ${counted(report.interests, 'new interest')} and ${counted(report.examples, 'example')}.${absent}`,
        unread: report.unread.map((one) => ({ ...one, text: '' })),
      };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return fail(400, { moved: error.message });
    }
  },
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

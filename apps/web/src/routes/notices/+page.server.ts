import { areNoticesOff, ownNoticeSettings, turnNoticesOff } from '@broadsheet/mail';
import { redirect } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whether a member is told of talk by mail. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  return { off: await areNoticesOff(library(), member.id), email: member.email };
};

export const actions: Actions = {
  default: async (event) => {
    const member = requireMember(event, 'keep own things');
    const off = (await readForm(event.request)).get('do') !== 'on';
    const { id } = await ownNoticeSettings(library(), member.id);
    await turnNoticesOff(library(), id, off, now());
    redirect(303, '/notices');
  },
};

import { currentDay, describeLibrary, weekOf } from '@broadsheet/papers';
import { redirect } from '@sveltejs/kit';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';

/** The week of the newest papers. */
export const GET = async () => {
  const { latestDay } = await describeLibrary(library());
  redirect(307, `/week/${weekOf(latestDay ?? currentDay(now())).name}`);
};

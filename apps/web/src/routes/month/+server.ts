import { currentDay, describeLibrary, monthOf } from '@broadsheet/papers';
import { redirect } from '@sveltejs/kit';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';

/** The month of the newest papers. */
export const GET = async () => {
  const { latestDay } = await describeLibrary(library());
  redirect(307, `/month/${monthOf(latestDay ?? currentDay(now())).name}`);
};

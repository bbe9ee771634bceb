import { MapUnavailable } from '@broadsheet/learn';
import { activeEncoder, currentDay, describeLibrary, monthOf, weekOf } from '@broadsheet/papers';
import { error, redirect } from '@sveltejs/kit';
import { mapPath } from '../../lib/map/map-path.ts';
import { now } from '../../lib/server/clock.ts';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { library } from '../../lib/server/library.ts';
import { askedPapers, mostOfSearch, mostOnMap } from '../../lib/server/map/asked-papers.ts';
import { mapOfPapers } from '../../lib/server/map/map-of-papers.ts';
import { ownRules } from '../../lib/server/rules/own-rules.ts';
import type { PageServerLoad } from './$types';

/** The map of a list, by its address: `/map?of=/week/2026-W11`. Of `day`, `week` or `month`: the newest one. */
export const load: PageServerLoad = async ({ url, setHeaders, locals }) => {
  const of = url.searchParams.get('of')?.trim() ?? '';
  if (/^(day|week|month|)$/.test(of)) redirect(307, mapPath(await newest(of)));
  const asked = await askedPapers(library(), of, now(), encoderInUse, (await ownRules(locals.member))?.hides);
  if (asked === null)
    error(404, {
      message: `“${of.slice(0, 200)}” is not a list of papers. Name one by its address: /map?of=/week/2026-W11.`,
    });
  setHeaders({ 'cache-control': 'public, max-age=60' });
  const encoder = await activeEncoder(library());
  const { papers, ...list } = asked;
  const shown = {
    list: { ...list, shown: papers.length, most: list.path.startsWith('/search') ? mostOfSearch : mostOnMap },
    encoder: encoder === null ? null : { name: encoder.name },
  };
  if (encoder === null || papers.length === 0) return { ...shown, map: null };
  try {
    return { ...shown, map: await mapOfPapers(library(), encoder, papers) };
  } catch (trouble) {
    if (trouble instanceof MapUnavailable) error(503, { message: trouble.message });
    throw trouble;
  }
};

async function newest(of: string): Promise<string> {
  const { latestDay } = await describeLibrary(library());
  const day = latestDay ?? currentDay(now());
  if (of === 'day') return `/day/${day}`;
  return of === 'month' ? `/month/${monthOf(day).name}` : `/week/${weekOf(day).name}`;
}

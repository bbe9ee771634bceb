import { catalogue, listSourceStates } from '@broadsheet/sources';
import { requireOperator } from '../../../lib/server/access/require-operator.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { reportSource } from '../../../lib/server/sources/source-report.ts';
import type { PageServerLoad } from './$types';

/** How every source of the catalogue stands, for the operator. */
export const load: PageServerLoad = async (event) => {
  requireOperator(event);
  event.depends('broadsheet:sources');
  const states = new Map((await listSourceStates(library())).map((state) => [state.name, state]));
  const at = now();
  return {
    at,
    sources: catalogue.map((source) => reportSource(source, states.get(source.name) ?? null, at)),
  };
};

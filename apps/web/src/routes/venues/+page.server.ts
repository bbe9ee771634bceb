import { listVenues } from '@broadsheet/papers';
import { library } from '../../lib/server/library.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ venues: await listVenues(library()) });

import { storedLeaderboards } from '../../../lib/server/lab/stored-leaderboards.ts';
import type { PageServerLoad } from './$types';

/** Every stored run, by the data that it was measured on. */
export const load: PageServerLoad = async () => ({ boards: await storedLeaderboards() });

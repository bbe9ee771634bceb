import { listOutbox, mailCounts } from '@broadsheet/mail';
import { requireOperator } from '../../../lib/server/access/require-operator.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import type { PageServerLoad } from './$types';

/** Mails to a page. */
const newest = 100;

/** How mails stand, and the newest that went nowhere because no mail server is set; for the operator. */
export const load: PageServerLoad = async (event) => {
  requireOperator(event);
  const mails = await listOutbox(library(), { limit: newest });
  return { at: now(), ...(await mailCounts(library())), mails, newest };
};

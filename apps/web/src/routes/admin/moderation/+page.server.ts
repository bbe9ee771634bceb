import { countReported, decisionsPerPage, listBursts, listDecisions } from '@broadsheet/people';
import { z } from 'zod';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import { describeDecision } from '../../../lib/server/moderation/describe-decision.ts';
import type { PageServerLoad } from './$types';

const Query = z.object({ before: z.coerce.number().int().min(1).optional().catch(undefined) });

/** The moderation log, and what waits for editors. */
export const load: PageServerLoad = async (event) => {
  requireMember(event, 'moderate');
  const { before } = Query.parse(Object.fromEntries(event.url.searchParams));
  const lines = (await listDecisions(library(), before === undefined ? {} : { before })).map(
    describeDecision,
  );
  return {
    lines,
    older: lines.length === decisionsPerPage ? (lines.at(-1)?.id ?? null) : null,
    reported: await countReported(library()),
    bursts: (await listBursts(library(), 'open', 200)).length,
    first: before === undefined,
  };
};

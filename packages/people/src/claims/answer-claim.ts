import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { claimColumns, type Claim } from './claim.ts';

/**
 * An editor's answer to a claim, also in place of an earlier one. Nobody answers their own.
 * @param answer what the member is told: 0 to 1,000 characters.
 * @returns The claim as it is now; null where there is none, or it is the editor's own.
 */
export async function answerClaim(
  store: Pick<Store, 'query'>,
  editor: Pick<Member, 'id'>,
  { id, accept, answer, now }: { id: number; accept: boolean; answer: string; now: Date },
): Promise<Claim | null> {
  const [claim] = await store.query<Claim>(
    `update claims k set state = $3, decided_by = 'editor', editor_id = $2, answer = $4, decided_at = $5
      where id = $1 and member_id <> $2 returning ${claimColumns}`,
    [id, editor.id, accept ? 'accepted' : 'refused', answer, now],
  );
  return claim ?? null;
}

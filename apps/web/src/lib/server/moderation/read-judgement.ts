import { Reason, type Judgement, type Member } from '@broadsheet/people';
import { now } from '../clock.ts';

/** What an editor gave as the reason, as a judgement, or what is wrong with it. */
export function readJudgement(
  editor: Pick<Member, 'id'>,
  form: FormData,
): { judgement: Judgement } | { trouble: string; reason: string } {
  const given = String(form.get('reason') ?? '');
  const reason = Reason.safeParse(given);
  if (!reason.success)
    return { trouble: reason.error.issues[0]?.message ?? 'Say why.', reason: given.slice(0, 2000) };
  return { judgement: { editorId: editor.id, reason: reason.data, now: now() } };
}

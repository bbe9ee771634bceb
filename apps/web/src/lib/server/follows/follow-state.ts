import { findFollow, type Member } from '@broadsheet/people';
import type { FollowState } from '../../follow-state.ts';
import { library } from '../library.ts';
import type { View } from '../views.ts';

/** Whether who asks follows something. */
export async function followState(
  member: Pick<Member, 'id'> | null,
  what: Omit<FollowState, 'id'>,
): Promise<FollowState> {
  const follow = member === null ? null : await findFollow(library(), member.id, what.kind, what.value);
  return { ...what, id: follow?.id ?? null };
}

/** The same of what a list is about; null where it is nothing that can be followed. */
export async function followOfView(
  member: Pick<Member, 'id'> | null,
  view: View,
): Promise<FollowState | null> {
  const { author, venue, category } = view.selection;
  const { title: label } = view;
  if (view.kind === 'author' && author !== undefined)
    return followState(member, { kind: 'author', value: author, label });
  if (view.kind === 'venue' && venue !== undefined)
    return followState(member, { kind: 'venue', value: venue, label });
  if (view.kind === 'category' && category !== undefined)
    return followState(member, { kind: 'category', value: category, label });
  return null;
}

import { fields, type ReadItem } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { isPublic } from '../openreview/public-value.ts';
import { isDeleted } from '../openreview/reviews.ts';
import { openSession, type Access } from '../openreview/session.ts';
import { readSubmission } from '../openreview/submission.ts';

/** Asks OpenReview for one public submission. Source: https://docs.openreview.net/reference/api-v2 */
export async function lookUpAtOpenreview(
  http: HttpClient,
  access: Access,
  id: string,
): Promise<ReadItem | null> {
  const { notes } = await openSession(http, access).notes({ id, details: 'directReplies' });
  const [note] = notes;
  return fields.isRow(note) && isPublic(note) && !isDeleted(note) ? readSubmission(id, note) : null;
}

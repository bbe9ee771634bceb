import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { FoundPaper, type Submission } from './submission.ts';

/** Submissions of one member in an hour, and in a day: each asks other services. */
const most = { hour: 20, day: 100 };

/** Seconds until a member may ask for papers again; 0 where they may now. */
async function secondsToSubmit(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  now: Date,
): Promise<number> {
  const hour = 3_600_000;
  const rows = await query<{ at: Date }>(
    'select created_at as at from submissions where member_id = $1 and created_at > $2 order by created_at desc limit $3',
    [memberId, new Date(now.getTime() - 24 * hour), most.day],
  );
  const wait = (count: number, span: number) => {
    const first = rows[count - 1];
    return first === undefined ? 0 : Math.ceil((first.at.getTime() + span - now.getTime()) / 1000);
  };
  return Math.max(0, wait(most.hour, hour), wait(most.day, 24 * hour));
}

/** Notes that a member asks for papers, before anybody is asked for them. @returns Its number, or how long they have to wait. */
export async function beginSubmission(
  store: Pick<Store, 'transaction'>,
  member: Pick<Member, 'id'>,
  given: string,
  now: Date,
): Promise<{ id: number } | { seconds: number }> {
  return store.transaction(async (inside) => {
    await inside.query('select from members where id = $1 for no key update', [member.id]);
    const seconds = await secondsToSubmit(inside, member.id, now);
    if (seconds > 0) return { seconds };
    const [row] = await inside.query<{ id: number }>(
      `insert into submissions (member_id, given, found, created_at) values ($1, $2, '[]', $3) returning id`,
      [member.id, given, now],
    );
    if (row === undefined) throw new Error('The store gave no number for a submission.');
    return row;
  });
}

/** Keeps what was found for it, until the member says that it is right. */
export async function keepFound(
  store: Pick<Store, 'query'>,
  id: number,
  found: readonly FoundPaper[],
): Promise<void> {
  await store.query('update submissions set found = $2::jsonb where id = $1 and taken_at is null', [
    id,
    JSON.stringify(found, storable),
  ]);
}

/** PostgreSQL's JSON holds no NUL and no lone surrogate, and what other services send may have either. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\u{FFFD}').toWellFormed() : value;
}

/** A submission of this member; null where it is somebody else's, or there is none. */
export async function getSubmission(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<Submission | null> {
  const [row] = await store.query<Submission & { found: unknown }>(
    `select id, member_id as "memberId", given, found, created_at as "createdAt", taken_at as "takenAt"
       from submissions where id = $1 and member_id = $2`,
    [id, memberId],
  );
  return row === undefined ? null : { ...row, found: FoundPaper.array().parse(row.found) };
}

/** Forgets what nobody has said yes to for a week: to be called now and then. */
export async function forgetOldSubmissions(store: Pick<Store, 'query'>, now: Date): Promise<void> {
  await store.query('delete from submissions where taken_at is null and created_at < $1', [
    new Date(now.getTime() - 7 * 86_400_000),
  ]);
}

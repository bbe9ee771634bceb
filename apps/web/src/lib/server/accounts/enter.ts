import type { Entered } from '@broadsheet/people';
import type { RequestEvent } from '@sveltejs/kit';

/** Gives the browser of a request the session that was begun for it; the one that it had is ended by the caller. */
export function enter(event: Pick<RequestEvent, 'locals'>, { cookies }: Entered): void {
  event.locals.cookies.push(...cookies);
}

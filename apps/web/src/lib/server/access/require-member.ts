import { leastRole, may, type Action, type Member } from '@broadsheet/people';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';

/**
 * Who asks, if they may do it. Who is not signed in is led to sign in and then back here (a form loses what was written in it, so
 * that pages show forms only to those who may send them); who may not is told which role it takes.
 */
export function requireMember(event: Pick<RequestEvent, 'locals' | 'url'>, action: Action): Member {
  const { member } = event.locals;
  if (member === null) {
    // Answers to who is signed in are kept out of caches by the hooks. An action and the page that it leads to both ask here, and
    // a header can be set once.
    redirect(303, `/sign-in?back=${encodeURIComponent(event.url.pathname + event.url.search)}`);
  }
  if (!may(member, action))
    error(403, {
      message: `This takes the role of ${leastRole(action)}; yours is ${member.role}. An owner of this site can change it.`,
    });
  return member;
}

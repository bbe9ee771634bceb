import { findPaper } from '@broadsheet/papers';
import { leastRole, may, setVote } from '@broadsheet/people';
import { error, json, redirect } from '@sveltejs/kit';
import { addressOf } from '../../../../lib/server/access/address-of.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import type { RequestHandler } from './$types';

/**
 * Votes for a paper, or takes the vote back, as the form wishes, and goes back to where the form was. A script that asks for JSON gets
 * the vote as it stands.
 */
export const POST: RequestHandler = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const { params, request, locals } = event;
  const asJson = (request.headers.get('accept') ?? '').startsWith('application/json');
  const form = await readForm(request);
  const wanted = form.get('wanted');
  const given = String(form.get('back') ?? '');
  // Only to a path of this site: `//elsewhere` would leave it.
  const back = /^\/(?![/\\])/.test(given) ? given : `/papers/${params.key}`;
  const { member } = locals;
  if (member === null) {
    const signIn = `/sign-in?back=${encodeURIComponent(back)}`;
    if (asJson) return json({ message: 'Sign in to vote.', signIn }, { status: 401 });
    redirect(303, signIn);
  }
  if (!may(member, 'vote'))
    error(403, {
      message: `Voting takes the role of ${leastRole('vote')}; yours is ${member.role}. An owner of this site can change it.`,
    });
  if (wanted !== 'yes' && wanted !== 'no')
    error(400, { message: 'That form does not say whether to vote. Go back and press the button again.' });
  const found = await findPaper(library(), params.key);
  const vote =
    found &&
    (await setVote(library(), member, found.id, wanted === 'yes', { now: now(), address: addressOf(event) }));
  if (vote === null) error(404, { message: `No paper here is called “${params.key}”.` });
  if (asJson) return json({ voted: vote.voted, votes: vote.votes });
  redirect(303, back);
};

/** Whoever comes by an address, as after signing in, is at the paper's page. */
export const GET: RequestHandler = ({ params }) => redirect(303, `/papers/${params.key}`);

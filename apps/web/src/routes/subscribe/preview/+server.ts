import { previewIssue, previewLinks } from '@broadsheet/mail';
import { error } from '@sveltejs/kit';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { takeDrawn } from '../../../lib/server/mail/drawn-mails.ts';
import { mailFrame } from '../../../lib/server/mail/mail-frame.ts';
import { mailLook } from '../../../lib/server/mail/mail-look.ts';
import { checkPlanForm, readPlanForm } from '../../../lib/server/mail/plan-form.ts';
import { siteUrl } from '../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** The next mail of the plan in the query string, as its own HTML: the one that its page has just drawn, or a new one. */
export const GET: RequestHandler = async ({ url, locals }) => {
  const drawn = takeDrawn(url.searchParams.get('drawn'));
  if (drawn !== null) return mailFrame(drawn);
  const { plan, troubles } = await checkPlanForm(library(), readPlanForm(url.searchParams));
  if (plan === null) error(400, { message: Object.values(troubles).join(' ') });
  const { digest } = await previewIssue(
    library(),
    plan,
    now(),
    null,
    locals.member === null ? null : { memberId: locals.member.id },
  );
  if (digest === null) error(404, { message: 'Nothing matched these days, so that no mail would come.' });
  const { template, theme } = mailLook();
  return mailFrame(template.digest(digest, previewLinks(siteUrl(url)), theme).html);
};

import { previewIssue, previewLinks, type SubscriptionPlan } from '@broadsheet/mail';
import type { Member } from '@broadsheet/people';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { keepDrawn } from './drawn-mails.ts';
import { mailLook } from './mail-look.ts';
import { momentWords, windowWords } from './mail-words.ts';
import { planFormOf } from './plan-form.ts';

/** What a page says about the next mail of a plan; the mail itself is in the frame. */
export interface NextMail {
  /** null where nothing matches. */
  subject: string | null;
  /** Address of the mail's HTML. */
  frame: string;
  /** The days that it covers. */
  days: string;
  /** Those are not the newest days, on which nothing is new. */
  isPast: boolean;
  /** When the first one comes. */
  comes: string;
}

/** @param member Who is signed in: what they hide is left out, and what they follow can be asked for. */
export async function nextMail(
  plan: SubscriptionPlan,
  site: string,
  member: Pick<Member, 'id'> | null,
): Promise<NextMail> {
  const reader = member === null ? null : { memberId: member.id };
  const { digest, window, isPast, next } = await previewIssue(library(), plan, now(), null, reader);
  const { template, theme } = mailLook();
  const drawn = digest === null ? null : template.digest(digest, previewLinks(site), theme);
  const choices = { ...planFormOf(plan), ...(drawn === null ? {} : { drawn: keepDrawn(drawn.html) }) };
  return {
    subject: drawn?.subject ?? null,
    frame: `/subscribe/preview?${new URLSearchParams(choices)}`,
    days: windowWords(window),
    isPast,
    comes: momentWords(next.at, plan.cadence.timeZone),
  };
}

import {
  getRequest,
  getSubscriber,
  getSubscription,
  parseSignedLink,
  readIssue,
  type Issue,
  type PendingRequest,
  type Subscriber,
  type Subscription,
} from '@broadsheet/mail';
import { error } from '@sveltejs/kit';
import { library } from '../library.ts';
import { signer } from './signer.ts';

/** The request that a link lets one confirm. Answers 404 for any other link. */
export async function requestBehind(text: string): Promise<PendingRequest> {
  const link = parseSignedLink(text);
  const signed = link !== null && (await signer()).isSigned(link, 'confirm');
  const request = signed ? await getRequest(library(), link.id) : null;
  return request ?? unknown('It may have been cut in two by a mail program, or be more than a week old.');
}

/** The subscriber whose subscriptions a link lets one manage. Answers 404 for any other link. */
export async function subscriberBehind(text: string): Promise<Subscriber> {
  const link = parseSignedLink(text);
  const subscriber = link && (await getSubscriber(library(), link.id));
  if (link !== null && subscriber !== null && (await signer()).isSigned(link, 'manage', subscriber.linkEpoch))
    return subscriber;
  return unknown('It may have been replaced by a newer one.');
}

/** The subscription that a link lets one end. Answers 404 for any other link. */
export async function subscriptionBehind(text: string): Promise<Subscription> {
  const link = parseSignedLink(text);
  const signed = link !== null && (await signer()).isSigned(link, 'unsubscribe');
  const subscription = signed ? await getSubscription(library(), link.id) : null;
  return (
    subscription ?? unknown('What it ended is ended; if mails still come, end them by the newest of them.')
  );
}

/** The subscription whose issues a link lets one follow. Answers 404 for any other link. */
export async function followedBehind(text: string): Promise<Subscription> {
  const link = parseSignedLink(text);
  const subscription = link && (await getSubscription(library(), link.id));
  const subscriber = subscription && (await getSubscriber(library(), subscription.subscriberId));
  const signed =
    link !== null && subscriber !== null && (await signer()).isSigned(link, 'feed', subscriber.linkEpoch);
  if (signed && subscription !== null) return subscription;
  return unknown('It may have been replaced by a newer one, which stands beside the subscription.');
}

/** The issue that a link lets one read. Answers 404 for any other link. */
export async function issueBehind(text: string): Promise<Issue> {
  const link = parseSignedLink(text);
  const signed = link !== null && (await signer()).isSigned(link, 'issue');
  const issue = signed ? await readIssue(library(), link.id) : null;
  return issue ?? unknown('Whoever it was made for may have deleted all that was kept about them.');
}

/** The same for a link that was never made, and for one whose owner is gone. */
function unknown(advice: string): never {
  error(404, { message: `This link leads nowhere. ${advice}` });
}

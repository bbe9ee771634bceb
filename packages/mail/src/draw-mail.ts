import type { Store } from '@broadsheet/papers';
import { getLink } from '@broadsheet/people';
import type { DrawnMail } from './delivery/drawn-mail.ts';
import type { DigestLinks } from './digest/digest.ts';
import type { PaperShelf } from './digest/paper-shelf.ts';
import { readIssue, type Issue } from './digest/read-issue.ts';
import { readNotice } from './notices/read-notice.ts';
import type { MailTemplate } from './render/template.ts';
import type { MailTheme } from './settings/theme.ts';
import { getRequest } from './subscriptions/confirm-subscription.ts';
import type { LinkSigner } from './subscriptions/signed-links.ts';
import { getSubscriber } from './subscriptions/subscriber.ts';

/** What mails are drawn with. */
export interface DrawingBoard {
  store: Pick<Store, 'query'>;
  signer: LinkSigner;
  template: MailTemplate;
  theme: MailTheme;
  /** The site's address, without a slash at its end. */
  site: string;
  /** Where papers are taken from, for many mails of one day: `paperShelf(store)`. */
  papers?: PaperShelf;
}

/** What a row of `mails` says about its content. */
export interface MailSubject {
  kind: string;
  issueId: number | null;
  requestId: number | null;
  subscriberId: number | null;
  accountLinkId: number | null;
  noticeId: number | null;
  address: string;
  createdAt: Date;
}

/** Draws a mail from what its row names; null where that is gone or over, and there is nothing to send any more. */
export function drawMail(board: DrawingBoard, mail: MailSubject): Promise<DrawnMail | null> {
  if (mail.issueId !== null) return drawDigest(board, mail.issueId);
  if (mail.requestId !== null) return drawConfirmation(board, mail.requestId);
  if (mail.accountLinkId !== null) return drawAccountLink(board, mail.accountLinkId, mail);
  if (mail.noticeId !== null) return drawNotice(board, mail.noticeId);
  return mail.subscriberId === null ? Promise.resolve(null) : drawLinks(board, mail.subscriberId);
}

async function drawDigest(board: DrawingBoard, issueId: number): Promise<DrawnMail | null> {
  const { store, signer, template, theme, site } = board;
  const issue = await readIssue(store, issueId, board.papers);
  if (issue === null || issue.endedAt !== null || issue.digest.entries.length === 0) return null;
  const links = digestLinks({ signer, site }, issue);
  return {
    ...template.digest(issue.digest, links, theme),
    list: {
      unsubscribe: links.unsubscribe ?? '',
      name: issue.digest.title,
      subscriptionId: issue.subscriptionId,
      archivedAt: links.issue ?? site,
    },
  };
}

/** The addresses in an issue, for its subscriber. */
export function digestLinks(
  { signer, site }: Pick<DrawingBoard, 'signer' | 'site'>,
  { id, subscriptionId, subscriberId, linkEpoch }: Omit<Issue, 'digest' | 'composedAt' | 'endedAt'>,
): DigestLinks {
  const manage = `${site}/subscriptions/${signer.sign('manage', subscriberId, linkEpoch)}`;
  return {
    site,
    issue: `${site}/issues/${signer.sign('issue', id)}`,
    manage,
    unsubscribe: `${site}/unsubscribe/${signer.sign('unsubscribe', subscriptionId)}`,
    paperActions: ({ key }) => `${manage}/papers/${key}`,
  };
}

/** The addresses in a digest that nobody has subscribed to. */
export function previewLinks(site: string): DigestLinks {
  return { site, issue: null, manage: null, unsubscribe: null, paperActions: null };
}

async function drawConfirmation(
  { store, signer, template, theme, site }: DrawingBoard,
  requestId: number,
): Promise<DrawnMail | null> {
  const request = await getRequest(store, requestId);
  if (request === null || request.confirmedAt !== null) return null;
  const links = { site, confirm: `${site}/subscribe/confirm/${signer.sign('confirm', requestId)}` };
  return { ...template.confirmation(request, links, theme), list: null };
}

async function drawNotice(
  { store, signer, template, theme, site }: DrawingBoard,
  noticeId: number,
): Promise<DrawnMail | null> {
  const notice = await readNotice(store, noticeId);
  const first = notice?.talks[0]?.comments[0];
  if (notice === null || first === undefined) return null;
  const links = {
    site,
    off: `${site}/notices/${signer.sign('notices', notice.settingsId)}`,
    comment: (id: number) => `${site}/talk/${id}`,
    talkOff: ({ followId }: { followId: number }) => `${site}/notices/talk/${signer.sign('talk', followId)}`,
  };
  return {
    ...template.notice(notice, links, theme),
    list: { unsubscribe: links.off, name: 'Talk', subscriptionId: null, archivedAt: links.comment(first.id) },
  };
}

async function drawLinks(
  { store, signer, template, theme, site }: DrawingBoard,
  subscriberId: number,
): Promise<DrawnMail | null> {
  const subscriber = await getSubscriber(store, subscriberId);
  if (subscriber === null) return null;
  const manage = `${site}/subscriptions/${signer.sign('manage', subscriberId, subscriber.linkEpoch)}`;
  const { address, subscriptions } = subscriber;
  const active = subscriptions.filter(({ endedAt }) => endedAt === null).length;
  return { ...template.links({ address, subscriptions: active }, { site, manage }, theme), list: null };
}

async function drawAccountLink(
  { store, signer, template, theme, site }: DrawingBoard,
  linkId: number,
  { address, createdAt }: Pick<MailSubject, 'address' | 'createdAt'>,
): Promise<DrawnMail | null> {
  // A link that was used up since, or taken back, has nothing to say; one that has expired is told by its page.
  const link = await getLink(store, linkId, createdAt);
  if (link === null) return null;
  const follow = `${site}/sign-in/link/${signer.sign('account', linkId)}`;
  return { ...template.account({ ...link, address }, { site, follow }, theme), list: null };
}

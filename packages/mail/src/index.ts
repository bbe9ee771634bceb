/** Subscriptions and digests: who gets which papers by mail, and their way there. Floor 3. */
export * from './accounts/request-account-link.ts';
export * from './subscriptions/address.ts';
export { dayIn, nextIssue, type DueIssue } from './subscriptions/cadence.ts';
export * from './subscriptions/change-subscription.ts';
export * from './subscriptions/confirm-subscription.ts';
export * from './subscriptions/plan.ts';
export * from './subscriptions/request-subscription.ts';
export * from './subscriptions/saved-papers.ts';
export * from './subscriptions/signed-links.ts';
export { subscriptionsRoom } from './subscriptions/subscriptions-room.ts';
export {
  deleteSubscriber,
  getSubscriber,
  renewLinks,
  requestLinks,
  type Subscriber,
} from './subscriptions/subscriber.ts';
export { getSubscription, type Subscription } from './subscriptions/subscription.ts';
export * from './digest/digest.ts';
export { describeWish } from './digest/candidates.ts';
export { newsWindow, type NewsWindow } from './digest/news-window.ts';
export {
  outlook,
  planIssues,
  type DueIssueOutlook,
  type PlanOptions,
  type PlanReport,
} from './digest/plan-issues.ts';
export { previewIssue, type Preview } from './digest/preview-issue.ts';
export { listIssues, readIssue, type Issue } from './digest/read-issue.ts';
export { MailConfig } from './settings/mail-settings.ts';
export { MailTheme } from './settings/theme.ts';
export { digestLinks, drawMail, previewLinks, type DrawingBoard } from './draw-mail.ts';
export type { Drawn, MailTemplate } from './render/template.ts';
export {
  exportSubscribers,
  importSubscribers,
  type ImportReport,
  type SubscriberEntry,
} from './subscriptions/subscriber-list.ts';
export { mailCounts, type MailCounts } from './delivery/mail-counts.ts';
export { buildMessage, UnsendableMail, type BuildOptions } from './delivery/build-message.ts';
export type { DrawnMail } from './delivery/drawn-mail.ts';
export type { MailSender, SendResult, SendSteps } from './delivery/mail-sender.ts';
export type { BuiltMessage, QueuedMail } from './delivery/queued-mail.ts';
export { smtpSender, type SmtpSenderOptions } from './delivery/smtp-sender.ts';
export { readMailSettings, type MailSettings } from './settings/read-mail-settings.ts';
export type { SmtpServerAddress } from './settings/smtp-server-address.ts';
export { deliverMails, type DeliverOptions, type DeliverReport } from './delivery/deliver-mails.ts';
export { retryUnknown } from './delivery/mail-queue.ts';
export {
  getOutboxMail,
  listOutbox,
  outboxSender,
  type OutboxEntry,
  type OutboxMail,
} from './delivery/outbox.ts';
export { describeCadence } from './render/describe-plan.ts';
export { houseTemplate } from './render/house-template.ts';
export { issuesFeed } from './render/issues-feed.ts';
export { loadTemplate } from './render/load-template.ts';
export { recordBounces, type BounceReport } from './delivery/bounces.ts';
export { readMailFile, readMailStream } from './delivery/read-mail-file.ts';
export { paperShelf, type PaperShelf } from './digest/paper-shelf.ts';
export { mathHtml, mathPlain } from './render/math-text.ts';
export { gatherNotices } from './notices/gather-notices.ts';
export { readNotice, type Notice, type NoticedTalk } from './notices/read-notice.ts';
export {
  areNoticesOff,
  noticesBehind,
  ownNoticeSettings,
  talkBehind,
  turnNoticesOff,
  turnTalkOff,
} from './notices/turn-off.ts';

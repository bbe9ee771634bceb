/** Subscriptions and digests: who gets which papers by mail, and their way there. Floor 3. */
export * from './subscriptions/address.ts';
export { dayIn, nextIssue, type DueIssue } from './subscriptions/cadence.ts';
export * from './subscriptions/change-subscription.ts';
export * from './subscriptions/confirm-subscription.ts';
export * from './subscriptions/plan.ts';
export * from './subscriptions/request-subscription.ts';
export * from './subscriptions/saved-papers.ts';
export * from './subscriptions/signed-links.ts';
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
export { exportSubscribers, importSubscribers, type ImportReport, type SubscriberEntry } from './subscriptions/subscriber-list.ts';

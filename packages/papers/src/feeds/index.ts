export type { FeedChannel, FeedEntry, FeedFormat, FeedInput } from './feed-input.ts';
export { renderEntries, renderFeed, type RenderedFeed } from './render-feed.ts';
export { escapeXml } from './xml.ts';

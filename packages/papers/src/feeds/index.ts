export type { FeedFormat, FeedInput } from './feed-input.ts';
export { renderFeed, type RenderedFeed } from './render-feed.ts';
export { escapeXml } from './xml.ts';

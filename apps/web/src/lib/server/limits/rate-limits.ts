import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from './address-key.ts';

type LimitedSurface = 'search' | 'api' | 'mail' | 'account';

/**
 * Which limit a path falls under. Suggestions come with every key pressed and count like other API requests; so do the
 * operator's pages, whose password could else be guessed at. What mail providers and feed readers ask for on behalf of
 * many people from few addresses (ending a subscription with one click, an issue, a feed) has the larger share too. A map
 * costs more than a search.
 */
export function limitedSurface(pathname: string): LimitedSurface | null {
  if (/^\/search(\.\w+)?\/?$/.test(pathname) || /^\/api\/(papers|v1)\/search\/?$/.test(pathname))
    return 'search';
  if (/^(\/api\/v1)?\/map\/?$/.test(pathname)) return 'search';
  if (/^(\/api\/v1)?\/similar(\.\w+)?\/?$/.test(pathname)) return 'search';
  // Previews of comments and what is asked of other services cost more than a page.
  if (/^\/(papers\/.+\/talk|submit)\/?$/.test(pathname)) return 'api';
  if (/^\/(api|search|admin|unsubscribe|notices|issues|subscriptions\/feed|feeds\/private)\//.test(pathname))
    return 'api';
  if (/^\/(sign-in|sign-up|account|auth)(\/|$)/.test(pathname)) return 'account';
  return /^\/(subscribe|subscriptions)(\/|$)/.test(pathname) ? 'mail' : null;
}

/** Requests a minute and address on each surface; 0 switches a limit off. */
type RateLimitSettings = Record<LimitedSurface, number>;

/**
 * Reads `RATE_LIMIT_SEARCH` (default 60), `RATE_LIMIT_API` (default 300), `RATE_LIMIT_MAIL` (default 60) and
 * `RATE_LIMIT_ACCOUNT` (default 60).
 * @throws Error that names the variable when it is not a whole number.
 */
export function readRateLimits(env: Readonly<Record<string, string | undefined>>): RateLimitSettings {
  return {
    search: readCount(env, 'RATE_LIMIT_SEARCH', 60),
    api: readCount(env, 'RATE_LIMIT_API', 300),
    mail: readCount(env, 'RATE_LIMIT_MAIL', 60),
    account: readCount(env, 'RATE_LIMIT_ACCOUNT', 60),
  };
}

function readCount(env: Readonly<Record<string, string | undefined>>, name: string, preset: number): number {
  const text = env[name]?.trim();
  if (text === undefined || text === '') return preset;
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`${name} is "${text}"; give a whole number of requests a minute, or 0 for no limit.`);
  }
  return Number(text);
}

interface RateLimits {
  /** Counts one request; the answer is null, or after how many seconds (at least 1) the address may ask again. */
  spend(surface: LimitedSurface, address: string): Promise<number | null>;
}

/** Limits kept in this process's memory. */
export function createRateLimits(settings: RateLimitSettings): RateLimits {
  const limiters = {
    search: limiter('search', settings.search),
    api: limiter('api', settings.api),
    mail: limiter('mail', settings.mail),
    account: limiter('account', settings.account),
  };
  return {
    async spend(surface, address) {
      try {
        await limiters[surface]?.consume(addressKey(address));
        return null;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
  };
}

function limiter(surface: LimitedSurface, points: number): RateLimiterMemory | null {
  return points === 0 ? null : new RateLimiterMemory({ keyPrefix: surface, points, duration: 60 });
}

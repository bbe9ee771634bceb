import { describe, expect, it } from 'vitest';
import { mayReadMetrics } from '../metrics/metrics-access.ts';
import { requestIdFrom } from '../log/request-id.ts';
import { addressKey, isLoopback } from './address-key.ts';
import { isCrossSiteForm } from './cross-site-form.ts';
import { createRateLimits, limitedSurface, readRateLimits } from './rate-limits.ts';
import { refuse } from './refusal.ts';
import { setIsolation, setSecurityHeaders } from './security-headers.ts';
import { isSignedPath, setSignedHeaders, withoutCodes } from './signed-paths.ts';
import { readTimeLimit, withinTime } from './time-limit.ts';

describe('addressKey', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:0001::5', '2001:db8:1:0::/64'],
    ['2001:db8:1:0:ffff:1:2:3', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (address, key) => expect(addressKey(address)).toBe(key));

  it('knows this machine', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '127.0.0.1.example', '1127.0.0.1', ''].some(isLoopback)).toBe(false);
  });
});

describe('rate limits', () => {
  it.each([
    ['/search', 'search'],
    ['/search.rss', 'search'],
    ['/api/papers/search', 'search'],
    ['/api/v1/search', 'search'],
    ['/similar', 'search'],
    ['/similar.rss', 'search'],
    ['/api/v1/similar', 'search'],
    ['/search/suggest', 'api'],
    ['/api/v1/papers/2103.03230', 'api'],
    ['/admin/sources', 'api'],
    ['/subscribe', 'mail'],
    ['/subscribe/preview', 'mail'],
    ['/subscriptions', 'mail'],
    ['/subscriptions/k9-0', 'mail'],
    ['/subscriptions/feed/k9-0', 'api'],
    ['/unsubscribe/k9-0', 'api'],
    ['/notices/talk/k9-0', 'api'],
    ['/papers/hep-th/9901001/talk', 'api'],
    ['/submit', 'api'],
    ['/issues/k9-0', 'api'],
    ['/map', 'search'],
    ['/api/v1/map', 'search'],
    ['/sign-in', 'account'],
    ['/sign-in/link/k9-0', 'account'],
    ['/account', 'account'],
    ['/auth/callback/github', 'account'],
    ['/accounts', null],
    ['/maps', null],
    ['/subscribers', null],
    ['/api', null],
    ['/papers/2103.03230', null],
  ])('puts %s under %s', (path, surface) => expect(limitedSurface(path)).toBe(surface));

  it('refuses what goes over, by address and surface, and says for how long', async () => {
    const limits = createRateLimits({ search: 2, api: 1, mail: 1, account: 1 });
    expect(await limits.spend('search', '192.0.2.1')).toBeNull();
    expect(await limits.spend('search', '192.0.2.1')).toBeNull();
    expect(await limits.spend('search', '192.0.2.1')).toSatisfy((wait: number) => wait >= 1 && wait <= 60);
    expect(await limits.spend('search', '192.0.2.2')).toBeNull();
    expect(await limits.spend('api', '192.0.2.1')).toBeNull();
  });

  it('can be switched off', async () => {
    const limits = createRateLimits({ search: 0, api: 0, mail: 0, account: 0 });
    for (let i = 0; i < 10; i++) expect(await limits.spend('api', '192.0.2.1')).toBeNull();
  });

  it('reads its settings, and names the one that is wrong', () => {
    expect(readRateLimits({})).toEqual({ search: 60, api: 300, mail: 60, account: 60 });
    expect(
      readRateLimits({
        RATE_LIMIT_SEARCH: '0',
        RATE_LIMIT_API: '7',
        RATE_LIMIT_MAIL: '9',
        RATE_LIMIT_ACCOUNT: '8',
      }),
    ).toEqual({ search: 0, api: 7, mail: 9, account: 8 });
    expect(() => readRateLimits({ RATE_LIMIT_API: 'many' })).toThrow(/RATE_LIMIT_API is "many"/);
    expect(readTimeLimit({ REQUEST_TIMEOUT: '1.5' })).toBe(1500);
    expect(() => readTimeLimit({ REQUEST_TIMEOUT: '-1' })).toThrow(/REQUEST_TIMEOUT/);
  });
});

describe('withinTime', () => {
  it('gives the result, the failure, or null when neither comes', async () => {
    expect(await withinTime(Promise.resolve('done'), 1000)).toBe('done');
    await expect(withinTime(Promise.reject(new Error('broken')), 1000)).rejects.toThrow('broken');
    expect(await withinTime(new Promise(() => undefined), 1)).toBeNull();
  });
});

describe('refusals', () => {
  const refusal = { status: 429, title: 'Too many', detail: 'Wait <a bit>.', retryAfterSeconds: 9 };

  it('speak the form of the surface', async () => {
    const page = refuse('/search', 'id-12345', refusal);
    expect(page.headers.get('retry-after')).toBe('9');
    expect(await page.text()).toContain('Wait &lt;a bit&gt;.');
    expect(await refuse('/api/daily_papers', 'id-12345', refusal).json()).toEqual({ error: 'Wait <a bit>.' });
    const problem = refuse('/api/v1/search', 'id-12345', refusal);
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await problem.json()).toMatchObject({
      status: 429,
      detail: 'Wait <a bit>.',
      requestId: 'id-12345',
    });
  });
});

describe('forms', () => {
  const form = 'application/x-www-form-urlencoded';
  const sent = (path: string, method: string, headers: Record<string, string>) => {
    const url = new URL(path, 'https://papers.example');
    return isCrossSiteForm({ method, headers: new Headers(headers) }, url);
  };

  it.each([
    ['/subscribe', 'POST', { origin: 'https://papers.example', 'content-type': form }, false],
    ['/subscribe', 'POST', { origin: 'https://elsewhere.example', 'content-type': form }, true],
    ['/subscribe', 'POST', { origin: 'http://papers.example', 'content-type': form }, true],
    ['/subscribe', 'POST', { origin: 'null', 'content-type': form }, true],
    ['/subscribe', 'POST', { 'content-type': form }, true],
    ['/subscribe', 'POST', {}, true],
    ['/api/v1/papers/1/vote', 'PUT', {}, true],
    ['/api/v1/papers/1/vote', 'PUT', { authorization: 'Bearer bs_x' }, false],
    ['/api/v1/papers/1/vote', 'DELETE', { authorization: 'Basic eDp5' }, true],
    ['/theme', 'POST', { 'content-type': 'multipart/form-data; boundary=x' }, true],
    ['/theme', 'POST', { 'content-type': 'Text/Plain' }, true],
    ['/theme', 'PUT', { 'content-type': form }, true],
    ['/theme', 'POST', { 'content-type': 'application/json' }, false],
    ['/theme', 'GET', {}, false],
    ['/unsubscribe/k9-0', 'POST', { 'content-type': form }, false],
    ['/notices/k9-0', 'POST', { 'content-type': form }, false],
    ['/notices/talk/k9-0', 'POST', { 'content-type': form }, false],
    ['/papers/1/talk', 'POST', { 'content-type': form }, true],
    ['/unsubscribe/k9-0/resume', 'POST', { 'content-type': form }, true],
    ['/unsubscribe/', 'POST', { 'content-type': form }, true],
    ['/x/unsubscribe/k9-0', 'POST', { 'content-type': form }, true],
  ])('%s by %s with %j: %s', (path, method, headers, refused) => {
    expect(sent(path, method, headers as Record<string, string>)).toBe(refused);
  });
});

describe('signed paths', () => {
  const code = '0123456789abcdef0123456789ABCDEF';

  it.each([
    ['/subscribe/confirm/k9-0', true],
    ['/subscriptions/k9-0/papers/2103.03230', true],
    ['/unsubscribe/k9-0', true],
    ['/notices/k9-0', true],
    ['/issues/k9-0', true],
    ['/sign-in/link/k9-0', true],
    ['/sign-in', false],
    ['/subscribe', false],
    ['/subscriptions', false],
  ])('%s: %s', (path, signed) => expect(isSignedPath(path)).toBe(signed));

  it('stand in no log, search engine or cache, and lead nobody back', () => {
    expect(withoutCodes(`/subscriptions/k9-${code}/papers/x`)).toBe('/subscriptions/k9-…/papers/x');
    const headers = new Headers({ 'referrer-policy': 'unsafe-url' });
    setSignedHeaders(headers);
    expect(Object.fromEntries(headers)).toEqual({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    });
    const own = new Headers({ 'cache-control': 'private, max-age=300' });
    setSignedHeaders(own);
    expect(own.get('cache-control')).toBe('private, max-age=300');
  });
});

describe('headers and ids', () => {
  it("keeps a page's own policy, locks all else, and promises https only over https", () => {
    const page = new Headers({ 'content-security-policy': "script-src 'nonce-1'" });
    setSecurityHeaders(page, { https: false });
    expect(page.get('content-security-policy')).toBe("script-src 'nonce-1'");
    expect(page.has('strict-transport-security')).toBe(false);
    const other = new Headers();
    setSecurityHeaders(other, { https: true });
    expect(other.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(other.has('strict-transport-security')).toBe(true);
  });

  it('keeps a sane request id and replaces any other', () => {
    expect(requestIdFrom('0af7651916cd43dd')).toBe('0af7651916cd43dd');
    for (const odd of [null, '', 'short', 'a b c d e f g h', 'x'.repeat(65), 'new\nline-12345']) {
      expect(requestIdFrom(odd)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('shows metrics to this machine and to holders of the token only', () => {
    const asked = (headers: Record<string, string> = {}) => ({ headers: new Headers(headers) });
    expect(mayReadMetrics(asked(), '127.0.0.1', undefined)).toBe(true);
    expect(mayReadMetrics(asked({ 'x-forwarded-for': '192.0.2.1' }), '127.0.0.1', undefined)).toBe(false);
    expect(mayReadMetrics(asked(), '192.0.2.1', undefined)).toBe(false);
    expect(mayReadMetrics(asked({ authorization: 'Bearer secret' }), '192.0.2.1', 'secret')).toBe(true);
    expect(mayReadMetrics(asked({ authorization: 'Bearer wrong' }), '192.0.2.1', 'secret')).toBe(false);
    expect(mayReadMetrics(asked({ authorization: 'Bearer x' }), '192.0.2.1', '')).toBe(false);
  });
});

it.each([
  ['/methods', 'require-corp'],
  ['/methods/simclr', 'require-corp'],
  ['/methods/simclr/__data.json', 'require-corp'],
  ['/methodsx', null],
  ['/papers/methods', null],
])('isolates %s: %s', (path, policy) => {
  const headers = new Headers();
  setIsolation(headers, path);
  expect(headers.get('cross-origin-embedder-policy')).toBe(policy);
});

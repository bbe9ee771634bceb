import { connect } from 'node:net';
import { expect, inject, test } from 'vitest';

const site = inject('siteUrl');

test('pages run only their own scripts and are framed by nobody', async () => {
  const response = await fetch(site);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain('unsafe-eval');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBeTruthy();
  expect(response.headers.get('strict-transport-security')).toBeNull();
  expect(response.headers.get('x-request-id')).toBeTruthy();
  const body = await response.text();
  for (const [tag] of body.matchAll(/<script[^>]*>/g)) expect(tag).toMatch(/nonce=|src=|type="application/);
});

test('a request id of the client is kept when it is harmless', async () => {
  const kept = await fetch(site, { headers: { 'x-request-id': 'proxy-0a1b2c3d' } });
  expect(kept.headers.get('x-request-id')).toBe('proxy-0a1b2c3d');
  const refused = await fetch(site, { headers: { 'x-request-id': '{"a":"b"} c' } });
  expect(refused.headers.get('x-request-id')).not.toContain('{');
});

test('addresses and bodies have limits', async () => {
  expect((await fetch(`${site}/search?q=${'a'.repeat(9000)}`)).status).toBe(414);
  const big = await fetch(`${site}/theme`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site },
    body: `theme=${'a'.repeat(2_000_000)}`,
  });
  expect(big.status).toBe(413);
});

test.each(['/api/daily_papers', '/api/v1/papers', '/trending', '/feeds/rss/trending'])(
  '%s is read-only',
  async (path) => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const { status } = await fetch(site + path, { method, headers: { origin: site } });
      expect(status, method).toBe(405);
    }
  },
);

test('nonsense on the wire is refused and the site goes on', async () => {
  for (const bytes of [
    'GET / HTTP/9.9\r\n\r\n',
    '\u0000\u0001\u0002\r\n\r\n',
    'GET /%00%ff HTTP/1.1\r\nHost: x\r\n\r\n',
  ]) {
    await new Promise<void>((done) => {
      const socket = connect(Number(new URL(site).port), '127.0.0.1', () => socket.end(bytes));
      socket.on('data', () => {});
      socket.on('error', () => done());
      socket.on('close', () => done());
    });
  }
  expect((await fetch(site)).status).toBe(200);
});

test.each([
  '/%',
  '/papers/%E0%A4%A',
  '/day/..%2f..%2fetc',
  '/search?page=-1&q=a',
  '/search?page=99999999999999&q=a',
  '/trending?page=1e9',
  "/search?q=%00'--",
  '/range?from=2026-01-01',
  '/authors/%20',
  '/categories/cs.CL?order=drop',
])('%s never ends in a server error', async (path) => {
  const { status } = await fetch(site + path);
  expect(status).toBeLessThan(500);
});

test('it says how it is', async () => {
  expect((await fetch(`${site}/healthz`)).status).toBe(200);
  const ready = await fetch(`${site}/readyz`);
  expect(ready.status).toBe(200);
  const metrics = await (await fetch(`${site}/metrics`)).text();
  expect(metrics).toMatch(/^# TYPE \w+ histogram$/m);
  expect(metrics).toMatch(/route="\/"/);
});

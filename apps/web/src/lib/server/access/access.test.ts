import { describe, expect, it } from 'vitest';
import { adminAccess } from './admin-access.ts';
import { isSameSecret } from './same-secret.ts';

const here = { host: 'localhost:3000' };
const basic = (pair: string) => ({ ...here, authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
const access = (headers: Record<string, string>, address: string, token?: string) =>
  adminAccess({ headers: new Headers(headers) }, address, token);

describe('what is for the operator', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST', 'papers.localhost'])(
    'is open on this machine, at %s',
    (host) => {
      expect(access({ host }, '127.0.0.1')).toBe('granted');
      expect(access({ host }, '::1', 'secret')).toBe('granted');
    },
  );

  it.each(['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'])(
    'is closed to what came through a proxy (%s)',
    (header) => {
      expect(access({ ...here, [header]: '127.0.0.1' }, '127.0.0.1')).toBe('closed');
      expect(access({ ...here, [header]: '127.0.0.1' }, '127.0.0.1', 'secret')).toBe('ask');
    },
  );

  it('is closed to other machines, and to other names that lead here', () => {
    expect(access(here, '192.0.2.1')).toBe('closed');
    expect(access(here, 'unknown')).toBe('closed');
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', ''])
      expect(access({ host }, '127.0.0.1'), host).toBe('closed');
  });

  it('opens to the password, under any user name', () => {
    for (const pair of ['admin:secret', ':secret'])
      expect(access(basic(pair), '192.0.2.1', 'secret')).toBe('granted');
    expect(access(basic('me:a:b ü'), '192.0.2.1', 'a:b ü')).toBe('granted');
    const proxied = { ...basic('x:secret'), 'x-forwarded-for': '192.0.2.1' };
    expect(access(proxied, '127.0.0.1', 'secret')).toBe('granted');
  });

  it('asks again for a wrong one, and never takes an empty one', () => {
    for (const pair of ['admin:wrong', 'secret', 'secret:', 'admin:secret '])
      expect(access(basic(pair), '192.0.2.1', 'secret'), pair).toBe('ask');
    for (const authorization of ['Basic', 'Basic !!!', 'Bearer secret', `Basic ${'A'.repeat(5000)}`])
      expect(access({ ...here, authorization }, '192.0.2.1', 'secret'), authorization).toBe('ask');
    expect(access(basic('admin:'), '192.0.2.1', '')).toBe('closed');
    expect(access(basic('admin:'), '192.0.2.1')).toBe('closed');
  });
});

it('compares secrets of any length', () => {
  expect(isSameSecret('a', 'a')).toBe(true);
  expect(isSameSecret('a', 'aa')).toBe(false);
});

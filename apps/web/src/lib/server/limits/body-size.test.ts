import { expect, it } from 'vitest';
import { refusedBody } from './body-size.ts';

const asked = (path: string, headers: Record<string, string>, method = 'POST') =>
  refusedBody({ method, headers: new Headers(headers) }, path)?.status ?? null;

it('takes files where files are brought, and small forms elsewhere', () => {
  expect(asked('/subscribe', { 'content-length': '1000' })).toBeNull();
  expect(asked('/subscribe', { 'content-length': '600000' })).toBe(413);
  expect(asked('/library/import', { 'content-length': '16000000' })).toBeNull();
  expect(asked('/library/import/x', { 'content-length': '16000000' })).toBe(413);
  expect(asked('/library/import', { 'content-length': '1e99' })).toBe(413);
  expect(asked('/library/import', { 'content-length': 'x' })).toBe(413);
});

it('wants to know the size of what is sent', () => {
  expect(asked('/subscribe', { 'transfer-encoding': 'chunked' })).toBe(411);
  expect(asked('/subscribe', {})).toBeNull();
  expect(asked('/subscribe', { 'content-length': '99999999' }, 'GET')).toBeNull();
});

import { expect, it } from 'vitest';
import { setAssetHeaders } from './asset-headers.ts';

function headersOf(url: string): Record<string, string> {
  const set: Record<string, string> = {};
  setAssetHeaders(url, {
    setHeader(name, value) {
      set[name] = String(value);
      return this as never;
    },
  });
  return set;
}

it('isolates scripts and lets WebAssembly run in workers, and nothing from elsewhere', () => {
  const headers = headersOf('/_app/immutable/workers/learn-worker-abc.js?x=1');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
});

it.each(['/', '/methods', '/papers/_app/', '/x/_app/immutable/a.js', ''])('leaves %j alone', (url) => {
  expect(headersOf(url)).toEqual({});
});

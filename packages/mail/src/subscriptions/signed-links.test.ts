import { expect, it } from 'vitest';
import { linkSigner, parseSignedLink, type Purpose } from './signed-links.ts';

const signer = linkSigner(Buffer.alloc(32, 1));
const parsed = (text: string) => parseSignedLink(text) ?? expect.fail(`${text} is no link`);

it('opens what it was made for, and nothing else', () => {
  const link = signer.sign('manage', 123_456, 2);
  expect(link).toMatch(/^[0-9a-z]+-[0-9a-f]{32}$/);
  expect(parsed(link).id).toBe(123_456);
  expect(signer.isSigned(parsed(link), 'manage', 2)).toBe(true);
  expect(signer.isSigned(parsed(link), 'manage', 3)).toBe(false);
  expect(signer.isSigned({ ...parsed(link), id: 123_457 }, 'manage', 2)).toBe(false);
  const purposes: Purpose[] = ['confirm', 'unsubscribe', 'issue', 'feed', 'bounce'];
  for (const purpose of purposes) expect(signer.isSigned(parsed(link), purpose, 2)).toBe(false);
  expect(linkSigner(Buffer.alloc(32, 2)).isSigned(parsed(link), 'manage', 2)).toBe(false);
});

it('survives a server that changes the case', () => {
  const link = signer.sign('bounce', 7);
  expect(signer.isSigned(parsed(link.toUpperCase()), 'bounce')).toBe(true);
});

it.each([
  '',
  'a',
  '1-',
  '-1',
  '1-zz',
  `1-${'0'.repeat(31)}`,
  `1-${'0'.repeat(33)}`,
  `${'1'.repeat(11)}-${'0'.repeat(32)}`,
])('%j is no link', (text) => {
  expect(parseSignedLink(text)).toBeNull();
});

it('wants a whole key', () => {
  expect(() => linkSigner(Buffer.alloc(16))).toThrow(RangeError);
});

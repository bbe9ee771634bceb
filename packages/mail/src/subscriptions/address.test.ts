import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddress } from './address.ts';

it.each([
  ['Ada.Lovelace+papers@Example.ORG', 'Ada.Lovelace+papers@example.org', 'ada.lovelace+papers@example.org'],
  ['  a@b.co ', 'a@b.co', 'a@b.co'],
  ['x@bücher.example', 'x@xn--bcher-kva.example', 'x@xn--bcher-kva.example'],
  ["o'brien@example.org", "o'brien@example.org", "o'brien@example.org"],
  ['me@localhost', 'me@localhost', 'me@localhost'],
])('reads %s', (text, address, key) => {
  expect(parseAddress(text)).toMatchObject({ address, key });
});

it.each([
  '',
  '@example.org',
  'me@',
  'me',
  'a b@example.org',
  'a@b@example.org',
  'a..b@example.org',
  '.a@example.org',
  '"a b"@example.org',
  'a@[192.0.2.1]',
  'a@192.0.2.1',
  'a@example',
  'a@-example.org',
  'jörg@example.org',
  'a@example.org\r\nBcc: b@example.org',
  'a\0@example.org',
  'a@example.org>,<b@example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(250)}.org`,
])('refuses %j', (text) => {
  expect(parseAddress(text)).toBeNull();
});

it('lets nothing through that could begin another header or another recipient', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      for (const typed of [text, `${text}@example.org`, `a@${text}`]) {
        const parsed = parseAddress(typed);
        if (parsed !== null) expect(parsed.address).toMatch(/^[\x21-\x7e]+$/);
        if (parsed !== null) expect(parsed.address).not.toMatch(/[<>,;:"()[\]\\\s]/);
      }
    }),
    { numRuns: 500 },
  );
});

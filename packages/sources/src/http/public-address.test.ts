import { BlockList } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, publicLookup, readUrl } from './public-address.ts';
import { SourceError } from './source-error.ts';

/** IANA's special-purpose registries (RFC 6890 and its updates), judged by Node's own BlockList. */
const special = new BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [network = '', prefix] = range.split('/');
  special.addSubnet(network, Number(prefix), 'ipv4');
}

const word = fc.integer({ min: 0, max: 0xffff });
const ipv6 = (parts: readonly number[]) => new ipaddr.IPv6([...parts]).toString();
/** Edges of every special range are likelier than chance would have them. */
const ipv4 = fc.oneof(
  fc.ipV4(),
  fc
    .tuple(
      fc.constantFrom(
        ...['9.255', '10.0', '11.0', '100.63', '100.64', '100.127', '100.128', '126.255', '127.0', '128.0'],
        ...['169.253', '169.254', '169.255', '172.15', '172.16', '172.31', '172.32', '192.0', '192.1'],
        ...['192.167', '192.168', '192.169', '198.17', '198.18', '198.19', '198.20', '203.0', '223.255'],
        ...['224.0', '239.255', '240.0', '255.255', '0.0', '1.0'],
      ),
      fc.constantFrom(0, 1, 2, 99, 100, 113, 255),
      fc.constantFrom(0, 1, 254, 255),
    )
    .map(([start, third, fourth]) => `${start}.${third}.${fourth}`),
);

describe('isPublicAddress', () => {
  it('agrees with the special ranges of IPv4', () => {
    fc.assert(
      fc.property(ipv4, (address) => isPublicAddress(address) === !special.check(address, 'ipv4')),
      { numRuns: 2000 },
    );
  });

  it('judges an IPv4 address inside IPv6 as itself', () => {
    fc.assert(
      fc.property(ipv4, fc.constantFrom('::ffff:', '64:ff9b::'), (address, prefix) => {
        expect(isPublicAddress(prefix + address)).toBe(isPublicAddress(address));
      }),
    );
  });

  it('refuses 6to4, Teredo and the old IPv4-compatible form whatever is inside', () => {
    fc.assert(
      fc.property(ipv4, fc.array(word, { minLength: 6, maxLength: 6 }), (address, rest) => {
        const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(address).octets;
        const [high, low] = [a * 256 + b, c * 256 + d];
        const forms = [
          [0x2002, high, low, ...rest.slice(0, 5)],
          [0x2001, 0, ...rest.slice(0, 4), high ^ 0xffff, low ^ 0xffff],
          [0, 0, 0, 0, 0, 0, high, low],
          [0x64, 0xff9b, 1, ...rest.slice(0, 3), high, low],
        ];
        for (const form of forms) expect(isPublicAddress(ipv6(form))).toBe(false);
      }),
    );
  });

  it('refuses all of IPv6 that is not global unicast', () => {
    fc.assert(
      fc.property(
        word.filter((first) => first < 0x2000 || first > 0x3fff),
        fc
          .array(word, { minLength: 7, maxLength: 7 })
          .filter((rest) => !rest.slice(0, 4).every((part) => part === 0)),
        (first, rest) => !isPublicAddress(ipv6([first === 0x64 ? 0x65 : first, ...rest])),
      ),
    );
  });

  it.each([
    ['1.1.1.1', true],
    ['2606:4700:4700::1111', true],
    ['2a00:1450:4001:80f::200e', true],
    ['169.254.169.254', false],
    ['fd00:ec2::254', false],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['3fff::1', false],
    ['100::1', false],
    ['255.255.255.255', false],
    ['export.arxiv.org', false],
    ['', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  it('lets tests in to loopback, and to nothing else', () => {
    fc.assert(
      fc.property(ipv4, (address) => {
        const allowed = isPublicAddress(address, { allowLoopback: true });
        expect(allowed).toBe(isPublicAddress(address) || address.startsWith('127.'));
      }),
    );
    expect(isPublicAddress('::1', { allowLoopback: true })).toBe(true);
    expect(isPublicAddress('::ffff:10.0.0.1', { allowLoopback: true })).toBe(false);
  });
});

describe('readUrl', () => {
  it.each([
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1:8080/',
    'http://１２７.0.0.1/',
    'ftp://export.arxiv.org/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'https://user@export.arxiv.org/',
    'https://user:password@export.arxiv.org/',
    'export.arxiv.org',
    '',
  ])('refuses %s', (address) => {
    expect(() => readUrl(address)).toThrow(SourceError);
    expect(() => readUrl(address)).not.toThrow(/password@/);
  });

  it('takes what may be fetched', () => {
    expect(readUrl('https://export.arxiv.org/api/query').host).toBe('export.arxiv.org');
    expect(readUrl('http://1.1.1.1:8080/').port).toBe('8080');
    expect(readUrl('http://127.0.0.1:8080/', { allowLoopback: true }).port).toBe('8080');
  });
});

describe('publicLookup', () => {
  const ask = (addresses: string[], options: object = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      publicLookup({}, (_name, _options, done) => done(null, found))(
        'name.example',
        options,
        (error, address) => (error ? reject(error) : resolve(address)),
      );
    });

  it('gives addresses when all are public, in the form that is asked for', async () => {
    expect(await ask(['1.1.1.1', '2606:4700::1'], { all: true })).toHaveLength(2);
    expect(await ask(['1.1.1.1', '2606:4700::1'])).toBe('1.1.1.1');
  });

  it('refuses a name when one of its addresses is not public', async () => {
    await expect(ask(['1.1.1.1', '10.0.0.1'], { all: true })).rejects.toMatchObject({
      failure: 'address',
      message: 'name.example has the address 10.0.0.1, which is not one of the public internet.',
    });
    await expect(ask(['::ffff:169.254.169.254'])).rejects.toMatchObject({ failure: 'address' });
    await expect(ask([])).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

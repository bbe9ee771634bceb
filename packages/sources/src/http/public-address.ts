import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { shownUrl } from './shown-url.ts';
import { SourceError } from './source-error.ts';

export interface AddressRules {
  /** For tests alone: 127.0.0.0/8 and ::1 may be fetched too. Nothing else that is not public ever may. */
  allowLoopback?: boolean;
}

/** IPv6 addresses that are given out at all: IANA has handed out nothing else as global unicast (RFC 4291, 2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** The well-known prefix of NAT64 (RFC 6052): the IPv4 address in its last 32 bits is the one that is reached. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Whether this IP address belongs to the public internet, by ipaddr.js's table of special ranges: not private, loopback,
 * link-local (with the metadata services at 169.254.169.254), carrier-grade NAT, multicast, reserved, documentation,
 * unique-local, 6to4 or Teredo. An IPv4 address inside an IPv6 one (mapped, NAT64) is judged as itself.
 * @param address As DNS gives it, or as a URL holds it without brackets. False for what is no address.
 */
export function isPublicAddress(address: string, { allowLoopback = false }: AddressRules = {}): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = reached(ipaddr.parse(address));
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback;
  if (range !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast);
}

function reached(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.kind() === 'ipv4') return address;
  const six = address as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return six.toIPv4Address();
  return six.match(nat64) ? new ipaddr.IPv4(six.toByteArray().slice(-4)) : six;
}

/**
 * Reads an address that is to be fetched: http or https, without a user, and not at an IP address that is not public.
 * A name is looked up only when the connection is made; `publicLookup` judges it then.
 * @throws SourceError `address`.
 */
export function readUrl(address: string | URL, rules: AddressRules = {}): URL {
  const url = URL.parse(String(address));
  if (url === null) {
    throw new SourceError(
      'address',
      'The address is not a URL.',
      'Write it in full, with https:// in front.',
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new SourceError(
      'address',
      `Addresses that begin with ${url.protocol} are not read.`,
      'Only https:// and http:// are.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new SourceError(
      'address',
      `The address of ${url.host} holds a user or a password.`,
      'Addresses end up in logs: take it out, and use a header or a setting for keys.',
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isPublicAddress(host, rules)) throw notPublic(shownUrl(url), host);
  return url;
}

/**
 * The DNS look-up for connections: gives a name's addresses when all of them are public, and else fails. Since the very
 * addresses that were judged are the ones connected to, a name that changes its mind in between (DNS rebinding) gains
 * nothing.
 * @param resolve `dns.lookup`; tests give their own.
 */
export function publicLookup(
  rules: AddressRules = {},
  resolve: (
    name: string,
    options: { all: true },
    done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void = systemLookup,
): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      const bad = error ? undefined : addresses.find(({ address }) => !isPublicAddress(address, rules));
      const first = error ? undefined : addresses[0];
      if (error) done(error, []);
      else if (bad !== undefined) done(notPublic(name, bad.address), []);
      else if (first === undefined) done(Object.assign(new Error('no addresses'), { code: 'ENOTFOUND' }), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function notPublic(what: string, address: string): SourceError {
  return new SourceError(
    'address',
    what.includes(address)
      ? `${what} is not an address of the public internet.`
      : `${what} has the address ${address}, which is not one of the public internet.`,
    'Sources are read from the public internet alone. If the name is right, look at the DNS of this machine.',
  );
}

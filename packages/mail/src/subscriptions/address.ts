import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** As it was typed, the domain in ASCII and lower case. */
  address: string;
  /** The same for all spellings of one mailbox: in lower case. */
  key: string;
  domain: string;
}

/**
 * Reads a mail address (RFC 5321, 4.1.2: a dot-string and a domain; neither quoted local parts nor address literals). A
 * domain of other letters than ASCII becomes its IDNA form.
 * @returns null where it is none, or where mail to it would need SMTPUTF8 (a local part of other letters).
 */
export function parseAddress(text: string): MailAddress | null {
  const typed = text.trim();
  if (typed.length > 254) return null;
  const at = typed.lastIndexOf('@');
  const local = typed.slice(0, at);
  const domain = domainToASCII(typed.slice(at + 1)).toLowerCase();
  const isLocal = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) && local.length <= 64;
  // A domain without a dot is a machine on a private network, or a mistake; `localhost` is neither.
  const isDomain =
    domain === 'localhost' ||
    (domain.length <= 253 &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domain));
  if (at < 1 || !isLocal || !isDomain) return null;
  const address = `${local}@${domain}`;
  return { address, key: address.toLowerCase(), domain };
}

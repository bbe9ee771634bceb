/** What a mail server said about a mail that it did not deliver. */
export interface DeliveryStatus {
  /** Enhanced status code (RFC 3463): `5.1.1`; null where there is none. */
  enhanced: string | null;
  /** Reply code (RFC 5321, 4.2): 550; null where there is none. */
  status: number | null;
  /** What it said in words. */
  text: string;
}

/**
 * Whose trouble it is. `mailbox`: there is none at this address, or it takes no mail, and that will stay so. `passing`: it
 * may be well tomorrow. `ours`: the server does not like the sender, the content or the size, which says nothing about the
 * reader.
 */
export type Trouble = 'mailbox' | 'passing' | 'ours';

/** Classes X.1.7, X.1.8 (the sender's address) and X.5 to X.7 (protocol, content, policy), and too large a mail. */
const ours = /^[45]\.(1\.[78]|2\.3|3\.4|[567]\.)/;
/** A full mailbox is emptied some day, whatever class its server gives it (X.2.2). Servers' own troubles pass as well. */
const passing = /^(4\.|5\.(2\.2|3\.|4\.[23567]$))/;

const ourFault =
  /spam|spf|dkim|dmarc|polic(y|ies)|reputation|block(ed|list)|blacklist|black ?list|denylist|dnsbl|rbl|listed|relay|sender|content|virus|too (large|big|many)|rate|authenticat|unsolicited|reverse dns|ptr/i;
const noMailbox =
  /no such|unknown|not (found|exist)|does(n't| not) exist|no mailbox|invalid (recipient|mailbox|user|address)|disabled|inactive|unrouteable|undeliverable|no longer|user .*(unavailable|reject)|recipient .*reject|host .*not found|mailbox unavailable/i;
const full = /full|quota|over ?limit|insufficient (system )?storage/i;

/**
 * Judges by the enhanced code where there is one: RFC 3463 says what each means. Old servers give none, or 5.0.0, which says
 * nothing; then their words decide, and what nobody can tell is nobody's fault but ours.
 */
export function whoseTrouble({ enhanced, status, text }: DeliveryStatus): Trouble {
  if (enhanced !== null && !/^[45]\.0\.0$/.test(enhanced)) {
    if (ours.test(enhanced)) return 'ours';
    if (passing.test(enhanced)) return 'passing';
    if (enhanced.startsWith('5.')) return 'mailbox';
  }
  if (full.test(text) || status === 552) return 'passing';
  if (enhanced?.startsWith('4.') || (status !== null && status < 500)) return 'passing';
  // “550 Blocked: user unknown to our policy list” is worth no reader.
  if (ourFault.test(text)) return 'ours';
  // RFC 3464 asks for a code; a report with 5.0.0 says at least that a mailbox did not get it, and for good.
  return noMailbox.test(text) || enhanced === '5.0.0' ? 'mailbox' : 'ours';
}

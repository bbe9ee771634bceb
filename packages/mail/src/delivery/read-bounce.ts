import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { parseSignedLink, type SignedLink } from '../subscriptions/signed-links.ts';
import { readReportFields } from './bounce-report.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { shownReply } from './mail-sender.ts';

/** Of a longer mail only the beginning is read, in bytes: a report stands before the mail that it sends back. */
export const longestBounce = 262_144;

/** And so many lines: the parser's work goes by lines, and a megabyte of empty ones takes it many seconds. */
const mostLines = 10_000;

/** What came back. */
export type Bounce = {
  /** The mail that it is about, by the mark in the address that it came to; nobody has looked yet whether we made it. */
  mark: SignedLink;
  /** Whom the report names, for people; null where it names nobody. */
  recipient: string | null;
} & (
  | ({
      kind: 'bounce';
      /** RFC 3464, 2.3.3. Only `failed` is a mail that will not arrive. */
      action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
    } & DeliveryStatus)
  | { kind: 'complaint'; text: string }
);

/**
 * Reads a mail that came to the address for bounces: a delivery status notification (RFC 3464) or a complaint (RFC 5965).
 * Answering machines and everything else give null, as does a mail without our mark: nothing can follow from it. Anybody can
 * send anything there, so what this says is worth no more than the mark (`recordBounces`).
 */
export async function readBounce(raw: Uint8Array): Promise<Bounce | null> {
  let email: Email;
  try {
    email = await PostalMime.parse(beginningOf(raw), {
      maxNestingDepth: 20,
      maxHeadersSize: 65_536,
      maxRfc822NestingDepth: 2,
      forceRfc822Attachments: true,
    });
  } catch {
    // Deeper or longer than anything that a mail server writes.
    return null;
  }
  const mark = markOf(email);
  if (mark === null) return null;
  const complaint = partOf(email, 'message/feedback-report');
  if (complaint !== null) return readComplaint(complaint, mark);
  const status = partOf(email, 'message/delivery-status') ?? partOf(email, 'message/global-delivery-status');
  return status === null ? null : readStatus(status, mark);
}

function beginningOf(raw: Uint8Array): Uint8Array {
  const beginning = raw.subarray(0, longestBounce);
  let end = -1;
  for (let line = 0; line < mostLines; line++) {
    end = beginning.indexOf(10, end + 1);
    if (end < 0) return beginning;
  }
  return beginning.subarray(0, end + 1);
}

/** RFC 5965, 3.1: `not-spam` takes a complaint back; nothing follows from it, nor from a report on authentication. */
function readComplaint(text: string, mark: SignedLink): Bounce | null {
  const fields = readReportFields(text)[0];
  const type = fields?.get('feedback-type')?.toLowerCase() ?? '';
  if (!['abuse', 'fraud', 'opt-out', 'other'].includes(type)) return null;
  const recipient = fields?.get('original-rcpt-to')?.replace(/^<|>$/g, '') ?? null;
  return {
    kind: 'complaint',
    mark,
    recipient,
    text: shownReply(`${type}: ${fields?.get('user-agent') ?? ''}`),
  };
}

function readStatus(text: string, mark: SignedLink): Bounce | null {
  // The first group is about the mail, the others about one recipient each; ours have one. Some servers write one group.
  const fields = readReportFields(text).find((group) => group.has('action') || group.has('final-recipient'));
  if (fields === undefined) return null;
  const action = /^[a-z]+/.exec(fields.get('action')?.toLowerCase() ?? '')?.[0];
  if (!isAction(action)) return null;
  const diagnostic = withoutType(fields.get('diagnostic-code') ?? '');
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null;
  // Some put 5.0.0 there, and what they know into the diagnostic.
  const inWords = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0] ?? null;
  const reply = /^(\d{3})\b/.exec(diagnostic)?.[1];
  const recipient = withoutType(fields.get('final-recipient') ?? fields.get('original-recipient') ?? '');
  return {
    kind: 'bounce',
    mark,
    recipient: recipient === '' ? null : shownReply(recipient),
    action,
    enhanced: enhanced === null || /^[45]\.0\.0$/.test(enhanced) ? (inWords ?? enhanced) : enhanced,
    status: reply === undefined ? null : Number(reply),
    text: shownReply(diagnostic),
  };
}

function isAction(
  text: string | undefined,
): text is 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' {
  return text !== undefined && ['failed', 'delayed', 'delivered', 'relayed', 'expanded'].includes(text);
}

/** `rfc822; ada@example.org`, `smtp; 550 …`: what stands behind the type. */
function withoutType(value: string): string {
  return value.replace(/^[\w-]+\s*;\s*/, '').trim();
}

/**
 * The mark in the address that the mail came to. Servers write that into different headers, and none of them can be
 * believed; but only our own mark means anything, wherever it stands.
 */
function markOf(email: Email): SignedLink | null {
  const places = [
    ...email.headers
      .filter(({ key }) =>
        ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'return-path'].includes(key),
      )
      .map(({ value }) => value),
    ...(email.to ?? []).flatMap(addressesOf),
  ];
  for (const place of places.slice(0, 50)) {
    const [, mark] = /\+([0-9a-z]{1,10}-[0-9a-f]{32})@/i.exec(place.slice(0, 1_000)) ?? [];
    const link = mark === undefined ? null : parseSignedLink(mark);
    if (link !== null) return link;
  }
  return null;
}

function addressesOf(address: Address): string[] {
  return address.group === undefined ? [address.address] : address.group.map((one) => one.address);
}

function partOf({ attachments }: Email, type: string): string | null {
  const part = attachments.find(({ mimeType }: Attachment) => mimeType === type);
  if (part === undefined) return null;
  const { content } = part;
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

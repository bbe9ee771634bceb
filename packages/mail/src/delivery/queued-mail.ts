/** A mail that is somebody's turn to send: what its row in `mails` says. */
export interface QueuedMail {
  id: number;
  kind: 'digest' | 'confirmation' | 'links' | 'account' | 'notice';
  issueId: number | null;
  requestId: number | null;
  subscriberId: number | null;
  accountLinkId: number | null;
  noticeId: number | null;
  address: string;
  /** `addressKey(address)`: the same mailbox, the same key. */
  addressKey: string;
  domain: string;
  createdAt: Date;
  /** How often a server has been asked to take it. */
  attempts: number;
}

/** A mail in its envelope. */
export interface BuiltMessage {
  /** Addresses without brackets. */
  envelope: { from: string; to: string };
  /** RFC 5322, in ASCII, lines end with CRLF. */
  raw: Buffer;
  /** With its angle brackets. */
  messageId: string;
  subject: string;
}

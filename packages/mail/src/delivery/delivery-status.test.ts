import { describe, expect, it } from 'vitest';
import { whoseTrouble, type Trouble } from './delivery-status.ts';

describe('whoseTrouble', () => {
  it.each([
    ['5.1.1', 550, 'User unknown', 'mailbox'],
    ['5.1.10', 550, 'Recipient address has null MX', 'mailbox'],
    ['5.2.1', 550, 'Mailbox disabled', 'mailbox'],
    ['5.4.4', 550, 'Host not found', 'mailbox'],
    ['5.1.2', 550, 'Bad destination system', 'mailbox'],
    ['5.4.1', 550, 'Recipient address rejected: Access denied', 'mailbox'],
    ['5.2.2', 552, 'Mailbox full', 'passing'],
    ['4.2.2', 452, 'Mailbox full', 'passing'],
    ['4.7.1', 451, 'Greylisted', 'ours'],
    ['4.4.1', 451, 'Connection timed out', 'passing'],
    ['5.4.7', 550, 'Delivery time expired', 'passing'],
    ['5.7.1', 550, 'Blocked by policy, user unknown', 'ours'],
    ['5.7.515', 550, 'Access denied, sending domain does not meet the required authentication level', 'ours'],
    ['5.7.26', 550, 'Unauthenticated', 'ours'],
    ['5.6.0', 554, 'Content', 'ours'],
    ['5.3.4', 552, 'Message too big', 'ours'],
    ['5.1.8', 550, 'Bad sender', 'ours'],
    [null, 550, 'No such user here', 'mailbox'],
    [null, 550, 'Requested action not taken: mailbox unavailable', 'mailbox'],
    [null, 550, 'Rejected because you are listed at an RBL', 'ours'],
    [null, 554, 'Something', 'ours'],
    [null, 552, 'Quota', 'passing'],
    [null, 450, 'Try later', 'passing'],
    ['5.0.0', null, 'failed', 'mailbox'],
    ['5.0.0', 554, 'Message refused as spam', 'ours'],
    ['4.0.0', null, '', 'passing'],
  ] as [string | null, number | null, string, Trouble][])(
    '%s %s %s: %s',
    (enhanced, status, text, trouble) => {
      expect(whoseTrouble({ enhanced, status, text })).toBe(trouble);
    },
  );
});

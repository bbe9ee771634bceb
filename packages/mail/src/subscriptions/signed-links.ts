import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '@broadsheet/papers';

/**
 * What a signed link permits. A link is a number and a code that only this installation can make (HMAC-SHA-256, cut to 128
 * bits), so nothing about it has to be kept, and a stolen backup without its key opens nothing.
 */
export type Purpose =
  /** A subscription request may be confirmed. */
  | 'confirm'
  /** A subscriber's subscriptions may be seen and changed. */
  | 'manage'
  /** One subscription may be ended. */
  | 'unsubscribe'
  /** One issue may be read. */
  | 'issue'
  /** The issues of one subscription may be followed as a feed. */
  | 'feed'
  /** A bounce of one mail may be reported. */
  | 'bounce'
  /** Somebody may sign in, or make an account: see `AccountLink` of packages/people. */
  | 'account'
  /** A member's notices may be turned off, all of them. */
  | 'notices'
  /** A member's notices of one talk may be turned off. */
  | 'talk';

/** Signs links and tells its own from others. */
export interface LinkSigner {
  /**
   * @param epoch Counts up when older links are to be worth nothing.
   * @returns `k9-3f…`: lower-case letters, digits and one hyphen, since mail servers may change the case; at most 43
   *   characters.
   */
  sign(purpose: Purpose, id: number, epoch?: number): string;
  /** Whether this is the link for that purpose, number and epoch. */
  isSigned(link: SignedLink, purpose: Purpose, epoch?: number): boolean;
}

export interface SignedLink {
  id: number;
  code: string;
}

/** The parts of a link; null where it is none. It proves nothing yet. */
export function parseSignedLink(text: string): SignedLink | null {
  const [, id, code] = /^([0-9a-z]{1,10})-([0-9a-f]{32})$/.exec(text.toLowerCase()) ?? [];
  if (id === undefined || code === undefined) return null;
  return { id: Number.parseInt(id, 36), code };
}

const factsKey = 'mail-key';

/** Opens the signer of this installation; its key is made at the first call and kept among the facts. */
export async function openLinkSigner(store: Pick<Store, 'query'>): Promise<LinkSigner> {
  await store.query('insert into facts (key, value) values ($1, $2::jsonb) on conflict (key) do nothing', [
    factsKey,
    JSON.stringify(randomBytes(32).toString('base64')),
  ]);
  const [row] = await store.query<{ value: string }>('select value from facts where key = $1', [factsKey]);
  return linkSigner(Buffer.from(row?.value ?? '', 'base64'));
}

/** @param key 32 bytes. */
export function linkSigner(key: Uint8Array): LinkSigner {
  if (key.length < 32) throw new RangeError('A key for links needs 32 bytes.');
  const codeOf = (purpose: Purpose, id: number, epoch: number) =>
    createHmac('sha256', key).update(`${purpose} ${id} ${epoch}`).digest().subarray(0, 16).toString('hex');
  return {
    sign: (purpose, id, epoch = 0) => `${id.toString(36)}-${codeOf(purpose, id, epoch)}`,
    isSigned({ id, code }, purpose, epoch = 0) {
      const right = Buffer.from(codeOf(purpose, id, epoch));
      const given = Buffer.from(code);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** What somebody may do here, from the least to the most. Each role may do what those before it may. */
export const roles = ['reader', 'member', 'editor', 'owner'] as const;

export type Role = (typeof roles)[number];

/** Somebody who has an account and is signed in. Who is not signed in is `null` everywhere. */
export interface Member {
  /** Opaque; never shown. */
  readonly id: string;
  /** In addresses and mentions: lower-case letters, digits, `_` and `-`, 2 to 30 of them, unique. */
  readonly handle: string;
  /** As they wish to be called, 1 to 80 characters. Hostile until escaped. */
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** `0000-0002-1825-0097` where they have proven it, else null. */
  readonly orcid: string | null;
}

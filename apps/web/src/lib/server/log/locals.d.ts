import type { Member, TokenScope } from '@broadsheet/people';

declare global {
  namespace App {
    interface Locals {
      /** The name of the request in logs and in error pages. */
      requestId: string;
      /** Who asks, by their session or token; null for who is not signed in. */
      member: Member | null;
      /** The session they ask by; null for who is not signed in, and for a token. */
      session: { id: string; isFresh: boolean } | null;
      /** What their token may be used for; null for who came with none. */
      scopes: TokenScope[] | null;
      /** `Set-Cookie` headers that go out with the answer. */
      cookies: string[];
    }
    interface Error {
      requestId?: string;
    }
  }
}

export {};

import type { Member } from '@broadsheet/people';

declare global {
  namespace App {
    interface Locals {
      /** The name of the request in logs and in error pages. */
      requestId: string;
      /** Who asks, by their session or token; null for who is not signed in. */
      member: Member | null;
    }
    interface Error {
      requestId?: string;
    }
  }
}

export {};

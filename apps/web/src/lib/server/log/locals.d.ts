declare global {
  namespace App {
    interface Locals {
      /** The name of the request in logs and in error pages. */
      requestId: string;
    }
    interface Error {
      requestId?: string;
    }
  }
}

export {};

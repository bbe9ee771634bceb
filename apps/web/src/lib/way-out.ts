/** Where a browser is sent to sign in. */
export interface WayOut {
  to: string;
  /** Of the provider. */
  name: string;
}

/** A mail that is ready to be put into an envelope: what delivery knows of its content. */
export interface DrawnMail {
  /** One line. */
  subject: string;
  html: string;
  /** The same, complete, as plain text. */
  text: string;
  /** For lists (RFC 2369, 2919, 8058); null for a mail that somebody asked for just now. */
  list: {
    /** Where a POST ends the subscription: https, or http where the site itself has no https. */
    unsubscribe: string;
    /** What the list is called: `Trending papers`. */
    name: string;
    /** Of the subscription: part of `List-Id`; null for what members are told of their talk. */
    subscriptionId: number | null;
    /** Where the issue can be read: `Archived-At` (RFC 5064). */
    archivedAt: string;
  } | null;
}

/**
 * JSON as a statement's parameter, in jsonb's binary wire form: a version byte, then UTF-8. For batches of papers, where
 * the way of a long string to the database counts: it is encoded once, goes to the embedded store's thread without being
 * copied, and PGlite, which measures strings character by character, sends bytes as they are.
 */
export class Jsonb {
  /** Given away with the statement: a parameter is used once. */
  readonly bytes: Buffer;

  /** @param json A value, or JSON text. */
  constructor(json: object | string) {
    const text = typeof json === 'string' ? json : JSON.stringify(json);
    this.bytes = Buffer.allocUnsafeSlow(1 + Buffer.byteLength(text));
    this.bytes[0] = 1;
    this.bytes.write(text, 1);
  }

  /** What `pg` asks a parameter for; it sends bytes in binary form. */
  toPostgres(): Buffer {
    return this.bytes;
  }
}

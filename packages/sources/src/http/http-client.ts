/** What a source sees of the network: one request at a time, polite, bounded, and never to a private address. */
export interface HttpClient {
  /**
   * Asks for an address and gives the answer once its status and kind are as expected. Waits for its turn by the source's
   * etiquette; tries again, with growing pauses and `Retry-After`, where the failure may pass.
   * @throws SourceError when it does not come to an answer.
   */
  request(url: string | URL, options?: RequestOptions): Promise<Answer>;
}

export interface RequestOptions {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  /** For POST: sent as JSON. */
  json?: unknown;
  /** What the answer must be. A page of HTML in its place (an error with status 200) counts as a passing failure. */
  expect?: 'json' | 'xml' | 'text' | 'bytes';
  /** Statuses besides 2xx that are an answer and not a failure, e.g. 304 or 404. */
  statuses?: readonly number[];
  /** Largest unpacked body in bytes. Default 64 MiB. */
  limit?: number;
}

export interface Answer {
  status: number;
  /** Where it came from in the end, after redirects. */
  url: string;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  /** The unpacked body; whole for `json` and `text`, and streamed for `xml` and `bytes` when it is iterated. */
  text(): Promise<string>;
  /** @throws SourceError when the body is not JSON. */
  json(): Promise<unknown>;
  /** The unpacked body piece by piece. @throws SourceError when it is cut off, too large or too slow. */
  bytes(): AsyncIterable<Uint8Array>;
}

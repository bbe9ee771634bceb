/** Enough for an XML declaration, which must come first. */
const headSize = 256;

/**
 * The text of an XML document: by its byte-order mark, else as the answer's label says, else as the document itself
 * says, else UTF-8 (RFC 7303, 3). What is not valid in that encoding, and control characters, which XML does not allow
 * and feeds contain, become U+FFFD.
 * @param contentType The answer's; may be empty.
 */
export async function* decodeFeed(
  bytes: AsyncIterable<Uint8Array>,
  contentType: string,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let head: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    if (decoder !== undefined) {
      yield clean(decoder.decode(piece, { stream: true }));
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < headSize) continue;
    decoder = decoderFor(head, contentType);
    yield clean(decoder.decode(head, { stream: true }));
  }
  decoder ??= decoderFor(head, contentType);
  yield clean(head.length < headSize ? decoder.decode(head) : decoder.decode());
}

function decoderFor(head: Uint8Array, contentType: string): InstanceType<typeof TextDecoder> {
  const mark =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
          ? 'utf-8'
          : undefined;
  const beginning = new TextDecoder('latin1').decode(head.subarray(0, headSize));
  const labels = [
    mark,
    /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1],
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/.exec(beginning)?.[1],
  ];
  for (const label of labels) {
    if (label === undefined) continue;
    try {
      return new TextDecoder(label);
    } catch {
      // An encoding that nobody knows: the next best word counts.
    }
  }
  return new TextDecoder();
}

function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what it is for
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '\uFFFD');
}

import { SourceError } from './source-error.ts';

/** What undici, zlib, DNS and TLS throw, told as a failure of a source. A SourceError passes as it is. */
export function networkFailure(error: unknown, host: string): SourceError {
  if (error instanceof SourceError) return error;
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new SourceError('timeout', `No connection to ${host} in time.`, tryLater, { cause: error });
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new SourceError('timeout', `${host} did not begin to answer in time.`, tryLater, {
        cause: error,
      });
    case 'UND_ERR_BODY_TIMEOUT':
      return new SourceError('timeout', `${host} stopped in the middle of its answer.`, tryLater, {
        cause: error,
      });
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new SourceError('too-large', `${host} sent headers of more than 16 KiB.`, broken, {
        cause: error,
      });
    case 'UND_ERR_INVALID_ARG':
      return new SourceError(
        'address',
        `The request to ${host} holds a sign that no header and no address may hold.`,
        'A key in the settings was probably pasted with a line break or a letter too many.',
        { cause: error },
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new SourceError('network', `The name ${host} leads nowhere (${code}).`, checkNetwork, {
        cause: error,
      });
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new SourceError('network', `No connection to ${host} (${code}).`, checkNetwork, {
        cause: error,
      });
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'Z_BUF_ERROR':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new SourceError('network', `The connection to ${host} broke.`, tryLater, { cause: error });
    default:
  }
  if (/^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZSTD|ZSTD_)/.test(code)) {
    return new SourceError('content', `${host} sent an answer that does not unpack.`, tryLater, {
      cause: error,
    });
  }
  if (/CERT|SSL|TLS|ALTNAME|SIGNED/.test(code)) {
    return new SourceError('network', `${host} does not prove who it is (${code}).`, certificate, {
      cause: error,
    });
  }
  if (code.startsWith('HPE_')) {
    return new SourceError('network', `${host} does not speak HTTP properly (${code}).`, broken, {
      cause: error,
    });
  }
  return new SourceError(
    'network',
    `The request to ${host} failed${code === '' ? '' : ` (${code})`}.`,
    tryLater,
    {
      cause: error,
    },
  );
}

const tryLater = 'Usually this passes, and it is asked again.';
const checkNetwork =
  'Check the network and the DNS of this machine. Usually this passes, and it is asked again.';
const certificate =
  'Its certificate has expired, is for another name, or something stands in between. Check the clock and the network of this machine.';
const broken = 'The service, or something in between, is broken. If it stays, tell the service.';

/** With several addresses to connect to, the errors come as one; the first says enough. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  from: string;
  to: string;
  raw: Buffer;
}

/** What goes wrong: a reply, a connection cut, or a pause in milliseconds before all goes well. */
export type Fault = { reply: string } | 'drop' | { pause: number };

type Faults = (to: string, attempt: number) => Fault | null;

export interface InboxOptions {
  /** 0-based number of the connection. */
  onConnect?: (connection: number) => Fault | null;
  onMailFrom?: Faults;
  onRcpt?: Faults;
  /** Before the content was read: `drop` cuts the connection in its middle. */
  beforeContent?: Faults;
  /** After it was read, and kept; `drop` cuts the connection where the reply should come. */
  afterContent?: Faults;
  user?: { name: string; password: string };
  startTls?: boolean;
  pipelining?: boolean;
  /** Keeps no content. */
  light?: boolean;
}

export interface SmtpInbox {
  port: number;
  /** `smtp://127.0.0.1:PORT`. */
  url: string;
  mails: ReceivedMail[];
  /** How many connections were made. */
  connections(): number;
  close(): Promise<void>;
}

/** A real mail server on loopback, for tests, that does what it is told to do wrong. */
export async function startSmtpInbox(options: InboxOptions = {}): Promise<SmtpInbox> {
  const mails: ReceivedMail[] = [];
  const attempts = new Map<string, number>();
  let connections = 0;
  const server = new SMTPServer({
    disabledCommands: [
      ...(options.user === undefined ? ['AUTH'] : []),
      ...(options.startTls === true ? [] : ['STARTTLS']),
    ],
    hidePIPELINING: options.pipelining === false,
    allowInsecureAuth: true,
    logger: false,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const right = username === options.user?.name && password === options.user?.password;
      if (right) done(null, { user: 'known' });
      else done(errorOf('535 5.7.8 Authentication failed'));
    },
    onConnect(session, done) {
      const connection = connections++;
      act(options.onConnect?.(connection) ?? null, session.id, done);
    },
    onMailFrom({ address }, session, done) {
      act(options.onMailFrom?.(address, 0) ?? null, session.id, done);
    },
    onRcptTo({ address }, session, done) {
      const attempt = attempts.get(address) ?? 0;
      attempts.set(address, attempt + 1);
      act(options.onRcpt?.(address, attempt) ?? null, session.id, done);
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      const attempt = (attempts.get(to) ?? 1) - 1;
      const before = options.beforeContent?.(to, attempt) ?? null;
      if (before === 'drop') {
        stream.once('data', () => cut(session.id));
        return;
      }
      void buffer(stream).then((raw) => {
        if (before !== null && 'reply' in before) {
          done(errorOf(before.reply));
          return;
        }
        mails.push({ from, to, raw: options.light === true ? Buffer.alloc(0) : raw });
        act(options.afterContent?.(to, attempt) ?? null, session.id, done);
      }, done);
    },
  });
  server.on('error', () => {});

  function cut(sessionId: string): void {
    for (const connection of server.connections)
      if (connection.session.id === sessionId) connection._socket.destroy();
  }

  function act(fault: Fault | null, sessionId: string, done: (error?: Error) => void): void {
    if (fault === null) done();
    else if (fault === 'drop') cut(sessionId);
    else if ('reply' in fault) done(errorOf(fault.reply));
    else setTimeout(done, fault.pause);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection._socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function errorOf(reply: string): Error {
  const [, code, text] = /^(\d{3}) (.*)$/s.exec(reply) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

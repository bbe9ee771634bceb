import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback, type SmtpServerAddress } from '../settings/smtp-server-address.ts';
import { shownReply, type MailSender, type SendResult, type SendSteps } from './mail-sender.ts';
import type { BuiltMessage } from './queued-mail.ts';

export interface SmtpSenderOptions {
  /** Connections at once. */
  connections: number;
  /** Milliseconds in which a connection must be there, with its greeting. */
  connectionTimeout?: number;
  /**
   * Milliseconds of silence after which a server is given up. RFC 5321, 4.5.3.2.6 asks for ten minutes after the content:
   * who is less patient does not know what became of the mail.
   */
  silenceTimeout?: number;
  /** Milliseconds for which a connection is kept that has nothing to do. */
  idle?: number;
  /** Mails after which a connection is made anew, since many servers want no more from one. */
  mailsPerConnection?: number;
}

/** Milliseconds without a word from the server after which it is given up. */
export const usualSilence = 600_000;

interface Line {
  connection: SMTPConnection;
  mails: number;
  idleTimer: NodeJS.Timeout | null;
  /** What ended it, where it ended by itself. */
  error: Error | null;
}

/** Sends over SMTP (RFC 5321), on connections that are kept and used again. More mails than connections wait. */
export function smtpSender(
  server: SmtpServerAddress,
  {
    connections,
    connectionTimeout = 30_000,
    silenceTimeout = usualSilence,
    idle = 10_000,
    mailsPerConnection = 100,
  }: SmtpSenderOptions,
): MailSender {
  const idleLines: Line[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  async function send(message: BuiltMessage, steps: SendSteps): Promise<SendResult> {
    if (busy >= connections) await new Promise<void>((resume) => waiting.push(resume));
    busy++;
    try {
      const used = takeIdle();
      if (used !== null) {
        const attempt = await attemptOn(used, message, steps);
        // A server may end a connection that was idle, or had its share of mails, at any moment.
        if (!attempt.worthAnother) return attempt.result;
      }
      return await sendOnNew(message, steps);
    } finally {
      busy--;
      waiting.shift()?.();
    }
  }

  async function sendOnNew(message: BuiltMessage, steps: SendSteps): Promise<SendResult> {
    let line: Line;
    try {
      line = await connect(server, { connectionTimeout, silenceTimeout });
    } catch (error) {
      return failure(error, 'connection', false);
    }
    return (await attemptOn(line, message, steps)).result;
  }

  async function attemptOn(line: Line, message: BuiltMessage, steps: SendSteps) {
    line.mails++;
    const { result, begun, asked } = await sendOn(line, message, steps);
    if (result.outcome !== 'sent' && !(await isReset(line, result, asked && !begun))) line.connection.close();
    else if (closed || line.mails >= mailsPerConnection) hangUp(line);
    else keep(line);
    const lost = result.outcome === 'deferred' && (result.status === null || result.status === 421);
    return { result, worthAnother: line.mails > 1 && lost && !begun && !asked };
  }

  function takeIdle(): Line | null {
    for (;;) {
      const line = idleLines.pop();
      if (line === undefined) return null;
      if (line.idleTimer !== null) clearTimeout(line.idleTimer);
      if (!line.connection.destroyed) return line;
    }
  }

  function keep(line: Line): void {
    if (line.connection.destroyed) return;
    idleLines.push(line);
    line.idleTimer = setTimeout(() => {
      const at = idleLines.indexOf(line);
      if (at >= 0) idleLines.splice(at, 1);
      hangUp(line);
    }, idle).unref();
  }

  return {
    connections,
    send,
    close() {
      closed = true;
      for (const line of idleLines.splice(0)) {
        if (line.idleTimer !== null) clearTimeout(line.idleTimer);
        hangUp(line);
      }
      return Promise.resolve();
    },
  };
}

function hangUp({ connection }: Line): void {
  if (connection.destroyed) return;
  connection.quit();
  // Nobody has to wait for an answer to QUIT.
  setTimeout(() => connection.close(), 1_000).unref();
}

async function connect(
  server: SmtpServerAddress,
  { connectionTimeout, silenceTimeout }: { connectionTimeout: number; silenceTimeout: number },
): Promise<Line> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: !server.secure && server.startTls === 'required',
    ignoreTLS: !server.secure && server.startTls === 'off',
    connectionTimeout,
    greetingTimeout: connectionTimeout,
    dnsTimeout: connectionTimeout,
    socketTimeout: silenceTimeout,
    // Nobody comes between us and this machine, and what listens here has the certificate that its package came with.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !isLoopback(server.host) },
  });
  const line: Line = { connection, mails: 0, idleTimer: null, error: null };
  connection.on('error', (error: Error) => {
    line.error = error;
  });
  try {
    await whileOpen(line, (done) => connection.connect(done));
    const { user, password } = server;
    if (user !== null && password !== null) {
      if (!connection.allowsAuth) throw new Error('The server does not take a user and password.');
      await whileOpen(line, (done) => connection.login({ credentials: { user, pass: password } }, done));
    }
  } catch (error) {
    connection.close();
    throw error;
  }
  return line;
}

/** Waits for the library to call back. It does not always do so when the connection ends. */
function whileOpen<Result>(
  line: Line,
  start: (done: (error?: Error | null, result?: Result) => void) => void,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const ended = () => setImmediate(() => reject(line.error ?? new Error('The connection was closed.')));
    line.connection.once('end', ended);
    start((error, result) => {
      line.connection.off('end', ended);
      if (error) reject(error);
      else resolve(result);
    });
  });
}

/**
 * @returns `asked`: the server has said that it wants the content, and `beforeData` was called; `begun`: content went out.
 */
async function sendOn(
  line: Line,
  message: BuiltMessage,
  { beforeData }: SendSteps,
): Promise<{ result: SendResult; begun: boolean; asked: boolean }> {
  let begun = false;
  let withheld = false;
  let handing: Promise<void> | null = null;
  // The library reads the content only after the server's 354, so its first read is the last moment before it goes out.
  const content = new Readable({
    read() {
      handing ??= beforeData().then(
        () => {
          // The connection may be gone by now.
          if (content.destroyed) return;
          begun = true;
          content.push(message.raw);
          content.push(null);
        },
        (error: unknown) => {
          withheld = true;
          content.destroy(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  const { from, to } = message.envelope;
  const sent = await whileOpen<{ response: string }>(line, (done) =>
    line.connection.send({ from, to: [to], size: message.raw.length }, content, done),
  ).catch((error: unknown) => ({ error }));
  const answer = sent ?? { error: new Error('The server said nothing.') };
  // A server that changes its mind after its 354 reads commands again, and must not find a mail among them.
  if ('error' in answer) content.destroy();
  // What was to be written down before the content is written down, or not, before anyone hears how it ended.
  await (handing as Promise<void> | null);
  const asked = handing !== null;
  if ('response' in answer)
    return { result: { outcome: 'sent', stage: 'content', ...readReply(answer.response) }, begun, asked };
  const stage = withheld ? 'withheld' : begun ? 'content' : stageOf(answer.error);
  return { result: failure(answer.error, stage, begun), begun, asked };
}

/** Which part of the talk failed, where no content has gone out. */
function stageOf(error: unknown): SendResult['stage'] {
  const { command, code, responseCode } = error as { command?: string; code?: string; responseCode?: number };
  if (command === 'RCPT TO' || command === 'DATA') return 'envelope';
  // Larger than the server takes: by its greeting, or by its answer to MAIL FROM.
  if (code === 'EMESSAGE' || (command === 'MAIL FROM' && responseCode === 552)) return 'envelope';
  // A server that does not want us as a sender refuses nobody in particular.
  return 'connection';
}

function failure(error: unknown, stage: SendResult['stage'], begun: boolean): SendResult {
  const { message, response, code } = error as { message?: string; response?: string; code?: string };
  if (stage === 'withheld')
    return {
      outcome: 'deferred',
      stage,
      reply: shownReply(message ?? 'withheld'),
      status: null,
      enhanced: null,
    };
  if (response === undefined) {
    const said = { reply: shownReply(message ?? 'The connection was lost.'), status: null, enhanced: null };
    if (begun) return { outcome: 'unknown', stage, ...said };
    return { outcome: code === 'EMESSAGE' ? 'refused' : 'deferred', stage, ...said };
  }
  const said = readReply(response);
  // What the operator has to see to is told with what was being done.
  if (stage === 'connection') said.reply = shownReply(message ?? response);
  // 503 says that we were out of step (RFC 5321, 4.2.4), not that the mail is unwelcome.
  const forGood = (said.status ?? 0) >= 500 && said.status !== 503 && stage !== 'connection';
  return { outcome: forGood ? 'refused' : 'deferred', stage, ...said };
}

/** A reply's code, enhanced code and text. */
function readReply(response: string): Pick<SendResult, 'reply' | 'status' | 'enhanced'> {
  const [, status, enhanced] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
  return {
    reply: shownReply(response),
    status: status === undefined ? null : Number(status),
    enhanced: enhanced ?? null,
  };
}

/** Whether a connection on which a mail was not taken can be used for another, once the transaction is undone. */
async function isReset(line: Line, { status }: SendResult, owesContent: boolean): Promise<boolean> {
  // After 354 only content can follow; without it nothing is left but hanging up.
  if (line.connection.destroyed || status === null || status === 421 || owesContent) return false;
  return whileOpen(line, (done) => line.connection.reset(done)).then(
    () => true,
    () => false,
  );
}

/** An SMTP server for bench/digests.ts: takes every mail, and tells how many different ones came to different people. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const received = new Set<string>();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      for (const { address } of session.envelope.rcptTo) {
        if (received.has(address)) throw new Error(`${address} got two mails.`);
        received.add(address);
      }
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () => process.send?.((server.server.address() as AddressInfo).port));
process.on('message', () => process.send?.(received.size));
process.on('disconnect', () => process.exit());

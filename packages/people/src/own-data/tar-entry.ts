import { Header } from 'tar';

/** A file as it stands in a tar archive: header, content, and zeros up to a whole number of blocks of 512 bytes. */
export function tarEntry(path: string, content: Buffer, at: Date): Buffer {
  const header = new Header({
    path,
    mode: 0o644,
    size: content.length,
    type: 'File',
    mtime: at,
    uid: 0,
    gid: 0,
  });
  header.encode();
  if (header.block === undefined || header.needPax)
    throw new RangeError(`${path} does not fit a header of tar.`);
  const padding = (512 - (content.length % 512)) % 512;
  return Buffer.concat([header.block, content, Buffer.alloc(padding)]);
}

/** Two blocks of zeros end an archive. */
export const tarEnd = Buffer.alloc(1024);

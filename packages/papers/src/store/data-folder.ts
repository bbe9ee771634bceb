import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';

/** An empty database as `initdb` leaves it (seed/make-seed.ts). */
const seed = new URL('./seed/empty-database.tar.zst', import.meta.url);

/**
 * Makes a database's data folder where there is none. It is unpacked beside its place and then renamed, so that a
 * program that is killed here leaves either nothing or a whole folder.
 *
 * Unpacking replaces PGlite's own `initdb`, which takes 5 seconds and over a gigabyte of memory.
 */
export async function makeDataFolder(data: string): Promise<void> {
  if (existsSync(data)) return;
  const { extract } = await import('tar');
  const fresh = `${data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const problems: Error[] = [];
  await pipeline(
    createReadStream(seed),
    createZstdDecompress(),
    extract({
      cwd: fresh,
      // A file that could not be written (a full disk) is only a warning to this library.
      onwarn: (code, message) => {
        if (code !== 'TAR_ENTRY_INFO') problems.push(new Error(String(message)));
      },
    }),
  );
  if (problems[0]) throw problems[0];
  await rename(fresh, data);
}

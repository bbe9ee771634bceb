/**
 * `npm run seed -w packages/papers`: makes empty-database.tar.zst, an empty database as PGlite's `initdb` leaves it. Run
 * it when a new version of PGlite brings a new PostgreSQL. Not byte for byte the same each time: PostgreSQL gives every
 * database a number of its own.
 */
import { writeFileSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

const pglite = await PGlite.create({ dataDir: 'memory://' });
await pglite.exec('checkpoint');
const tar = Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer());
await pglite.close();
const packed = zstdCompressSync(tar, {
  params: {
    [constants.ZSTD_c_compressionLevel]: 19,
    // The three databases in it are alike; a window of 16 MiB reaches from one to the next.
    [constants.ZSTD_c_enableLongDistanceMatching]: 1,
    [constants.ZSTD_c_windowLog]: 24,
  },
});
writeFileSync(new URL('./empty-database.tar.zst', import.meta.url), packed);
process.stdout.write(`${tar.length} bytes packed into ${packed.length}.\n`);

import { open, rename, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that at any moment, killed or without power, either the old or the new one is there, and whole. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}.new`;
  const file = await open(own, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(own, path);
}

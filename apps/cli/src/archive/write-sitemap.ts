import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeXml } from '@broadsheet/papers';

/** Addresses to a file, by the sitemaps protocol (https://www.sitemaps.org/protocol.html). */
const perFile = 50_000;

/**
 * The sitemap of an archive: one file, or an index with its parts where there are more pages than one file may name.
 * @param address where the archive will stand, such as `https://papers.example.org/2026`: the protocol knows whole addresses alone.
 */
export async function writeSitemap(folder: string, address: string, files: readonly string[]): Promise<void> {
  const base = address.replace(/\/+$/, '');
  const locations = files.map((file) => `${base}/${file.split('/').map(encodeURIComponent).join('/')}`);
  const part = (name: string, tag: 'url' | 'sitemap', all: readonly string[]) => {
    const set = tag === 'url' ? 'urlset' : 'sitemapindex';
    const entries = all.map((location) => `<${tag}><loc>${escapeXml(location)}</loc></${tag}>\n`).join('');
    return writeFile(
      join(folder, name),
      `<?xml version="1.0" encoding="UTF-8"?>\n<${set} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}</${set}>\n`,
    );
  };
  if (locations.length <= perFile) {
    await part('sitemap.xml', 'url', locations);
    return;
  }
  await mkdir(join(folder, 'sitemaps'), { recursive: true });
  const parts: string[] = [];
  for (let at = 0; at < locations.length; at += perFile) {
    const name = `sitemaps/${at / perFile + 1}.xml`;
    await part(name, 'url', locations.slice(at, at + perFile));
    parts.push(`${base}/${name}`);
  }
  await part('sitemap.xml', 'sitemap', parts);
}

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publicPapers, type Store } from '@broadsheet/papers';
import { Failure } from '../failure.ts';
import { siteHandler } from '../serve/site-build.ts';
import { listPages, type ArchivePage } from './list-pages.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { openSite, type OpenSite } from './open-site.ts';
import { pageFile } from './page-file.ts';
import { searchIndex } from './search-index.ts';
import { searchPage, searchScript } from './search-page.ts';
import { stillPage, type ArchiveLinks } from './still-page.ts';
import { writeData } from './write-data.ts';
import { writeSitemap } from './write-sitemap.ts';

/** Pages that are drawn at the same time. */
const together = 3;
/** Pages after which what is done is written down. */
const perNote = 200;

export interface ArchiveOptions {
  folder: string;
  /** Where the archive will stand; null where that is not known, and then there is no sitemap. */
  address: string | null;
  /** Draws every page, whatever an earlier run has left. */
  anew: boolean;
  now: Date;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

export interface ArchiveReport {
  pages: number;
  /** Pages that were drawn; the others were there already. */
  drawn: number;
  /** Pages of papers that are gone, or hidden now: taken away. */
  removed: number;
  interrupted: boolean;
}

/**
 * Writes the site as files that any web server serves and a browser opens from a disk: what a stranger sees, without scripts but
 * for the search, with the data beside it. Goes on where an earlier run into the same folder has stopped, and draws again what has
 * changed since: pages of papers and authors by their stamps, all others always.
 * @throws Failure for a folder with other things in it, and where the site is for its members alone.
 */
export async function writeSite(store: Store, options: ArchiveOptions): Promise<ArchiveReport> {
  const { folder, signal, now } = options;
  await mkdir(folder, { recursive: true });
  const isEmpty = (await readdir(folder)).length === 0;
  const manifest = await readManifest(folder, versionOf(options.anew), isEmpty);
  await writeManifest(folder, manifest);
  const site = await openSite(store);
  try {
    return await write(store, site, manifest, options);
  } finally {
    await writeManifest(folder, manifest);
    await site.close();
    if (!signal.aborted) await writeFile(join(folder, 'made.txt'), `${now.toISOString()}\n`);
  }
}

/** Pages follow from the built site as well. */
function versionOf(anew: boolean): string {
  return anew ? `anew ${Date.now()}` : String(Math.floor(statSync(siteHandler).mtimeMs));
}

async function write(
  store: Store,
  site: OpenSite,
  manifest: Manifest,
  { folder, address, now, signal, onProgress }: ArchiveOptions,
): Promise<ArchiveReport> {
  const pages = await listPages(store);
  pages.push(...(await methodPages(site)));
  const papers: ArchivePage[] = [];
  const index = searchIndex();
  for await (const paper of publicPapers(store)) {
    const own: ArchivePage = { address: `/papers/${paper.key}`, stamp: paper.stamp, isList: false };
    papers.push(own);
    index.add({ ...paper, key: pageFile(own.address) });
  }
  // Papers before authors, whose pages are many: what is interrupted has what matters.
  const authors = pages.findIndex((page) => page.address.startsWith('/authors/'));
  pages.splice(authors < 0 ? pages.length : authors, 0, ...papers);
  const lists = new Set(pages.filter(({ isList }) => isList).map((page) => pageFile(page.address)));
  const singles = new Set(pages.map((page) => pageFile(page.address)));
  const assets = new Map<string, string>();
  const fileOf: ArchiveLinks['fileOf'] = (link) => {
    const [path = '', query] = link.split('?');
    if (!path.startsWith('/')) return null;
    const file = pageFile(path === '/day' ? '/' : path);
    if (query === undefined || query === '') return singles.has(file) ? file : null;
    return /^page=\d{1,6}$/.test(query) && lists.has(file) ? pageFile(link) : null;
  };
  /** What a page links to: it names its stylesheets from where it stands. */
  const linksOf = (page: string): ArchiveLinks => ({
    fileOf,
    assetOf(href) {
      const { pathname } = new URL(href, new URL(page, 'http://site'));
      const file = `assets/${pathname.split('/').at(-1) ?? 'asset'}`;
      assets.set(pathname, file);
      return file;
    },
  });
  const words = `A still copy of ${now.toISOString().slice(0, 10)}: votes, comments, subscriptions and the API are at the site itself.`;
  const report: ArchiveReport = { pages: 0, drawn: 0, removed: 0, interrupted: false };
  const present = new Set<string>();
  let begun = 0;

  const draw = async (page: ArchivePage) => {
    const first = pageFile(page.address);
    const known =
      page.stamp !== null && manifest.pages[first] === page.stamp && existsSync(join(folder, first));
    if (known) {
      for (const file of Object.keys(manifest.pages))
        if (file === first || (page.isList && file.startsWith(`${first.slice(0, -5)}/page-`)))
          present.add(file);
      report.pages++;
      return;
    }
    for (let number = 1, more = true; more && !signal.aborted; number++) {
      const link = number === 1 ? page.address : `${page.address}?page=${number}`;
      const file = pageFile(link);
      const html = (await site.read(link))?.toString('utf8');
      if (html === undefined) break;
      await writePage(folder, file, stillPage(html, file, linksOf(link), words));
      report.drawn++;
      report.pages++;
      present.add(file);
      // Behind the last page of a list, so that a list that was cut off is drawn again.
      if (number > 1) manifest.pages[file] = page.stamp ?? '';
      more = page.isList && html.includes(`page=${number + 1}`) && html.includes('rel="next"');
    }
    if (!signal.aborted) manifest.pages[first] = page.stamp ?? '';
  };
  const worker = async () => {
    while (begun < pages.length && !signal.aborted) {
      const page = pages[begun++];
      if (page === undefined) return;
      await draw(page);
      onProgress(report.pages, pages.length);
      if (report.drawn > 0 && report.drawn % perNote === 0) await writeManifest(folder, manifest);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  if (signal.aborted) return { ...report, interrupted: true };

  const frame = (await site.read('/search'))?.toString('utf8');
  if (frame === undefined) throw new Failure('The site has no page to search on.');
  await writePage(
    folder,
    'search.html',
    searchPage(stillPage(frame, 'search.html', linksOf('/search'), words)),
  );
  await writePage(folder, 'search.js', searchScript);
  await rm(join(folder, 'search'), { recursive: true, force: true });
  for (const [name, content] of index.files()) await writePage(folder, `search/${name}`, content);
  await writeAssets(site, folder, assets);
  await writeData(store, folder, now);
  if (address !== null) await writeSitemap(folder, address, [...[...present].sort(), 'search.html']);
  for (const file of Object.keys(manifest.pages)) {
    if (present.has(file)) continue;
    await rm(join(folder, file), { force: true });
    Reflect.deleteProperty(manifest.pages, file);
    report.removed++;
  }
  return report;
}

/** What the page of methods leads to. */
async function methodPages(site: OpenSite): Promise<ArchivePage[]> {
  const html = (await site.read('/methods'))?.toString('utf8');
  if (html === undefined)
    throw new Failure(
      'The site is for its members alone, and an archive is for all to see.',
      'Open the site (see docs/people.md) while you export it, if that is what you want.',
    );
  const ids = [...html.matchAll(/href="[./]*\/?methods\/([a-z0-9-]+)"/g)].map(([, id]) => id ?? '');
  return [...new Set(ids)]
    .filter((id) => id !== '' && id !== 'leaderboards')
    .map((id) => ({ address: `/methods/${id}`, stamp: null, isList: false }));
}

/** A file that is the same stays as it is, so that what copies archives sees what has changed. */
async function writePage(folder: string, file: string, content: string | Buffer): Promise<void> {
  const path = join(folder, file);
  const bytes = Buffer.from(content);
  const before = await readFile(path).catch(() => null);
  if (before !== null && digest(before) === digest(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.unfinished`, bytes);
  await rename(`${path}.unfinished`, path);
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** Stylesheets and icons, and the fonts that stylesheets name. */
async function writeAssets(
  site: OpenSite,
  folder: string,
  assets: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [path, file] of assets) {
    const content = await site.read(path);
    if (content === null) continue;
    if (!file.endsWith('.css')) {
      await writePage(folder, file, content);
      continue;
    }
    const css = content.toString('utf8');
    const fonts = new Map<string, string>();
    const own = css.replace(/url\((['"]?)([^'")]+)\1\)/g, (whole, _, target: string) => {
      if (target.startsWith('data:')) return whole;
      const name = target.split(/[?#]/)[0]?.split('/').at(-1) ?? 'asset';
      fonts.set(new URL(target, new URL(path, 'http://site')).pathname, name);
      return `url("${name}")`;
    });
    await writePage(folder, file, own);
    for (const [from, name] of fonts) {
      const font = await site.read(from);
      if (font !== null) await writePage(folder, `assets/${name}`, font);
    }
  }
}

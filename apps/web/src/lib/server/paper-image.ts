import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PaperSummary } from '@broadsheet/papers';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import satori from 'satori';
import { knownDate } from '../dates.ts';

/** Image of 1200 × 630, the size that links are previewed at. */
const width = 1200;
const height = 630;
const paperColour = '#fbf9f3';
const ink = '#1d1a16';
const accent = '#7d1a12';

/** Finished images by key and change; the oldest go first. */
const finished = new Map<string, Uint8Array>();
const mostFinished = 200;

type Tools = { fonts: { name: string; data: Buffer; weight: 400 | 600; style: 'normal' }[] };
let tools: Promise<Tools> | undefined;

async function loadTools(): Promise<Tools> {
  const { resolve } = createRequire(import.meta.url);
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const font = async (name: string, path: string, weight: 400 | 600) => ({
    name,
    weight,
    style: 'normal' as const,
    data: await readFile(resolve(path)),
  });
  return {
    fonts: [
      await font('Newsreader', '@fontsource/newsreader/files/newsreader-latin-600-normal.woff', 600),
      await font('Inter', '@fontsource/inter/files/inter-latin-400-normal.woff', 400),
    ],
  };
}

/** The card that other sites show for a link to a paper, as PNG. */
export async function paperImage(paper: PaperSummary): Promise<Uint8Array> {
  const name = `${paper.key} ${paper.changedAt.getTime()}`;
  const known = finished.get(name);
  if (known !== undefined) return known;
  tools ??= loadTools();
  const svg = await satori(layout(paper), { width, height, fonts: (await tools).fonts });
  const png = new Resvg(svg).render().asPng();
  if (finished.size >= mostFinished) finished.delete(finished.keys().next().value ?? '');
  finished.set(name, png);
  return png;
}

interface Box {
  type: 'div';
  props: { style: Record<string, string | number>; children: string | Box[] };
}

function box(style: Record<string, string | number>, children: string | Box[]): Box {
  return { type: 'div', props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children } };
}

function layout(paper: PaperSummary): Parameters<typeof satori>[0] {
  const authors = paper.authors.map((author) => author.name);
  const named =
    authors.length > 4
      ? `${authors.slice(0, 4).join(', ')} and ${authors.length - 4} more`
      : authors.join(', ');
  const facts = [
    paper.venue,
    paper.categories.slice(0, 3).join(' · '),
    (paper.announcedOn ?? paper.published) ? knownDate(paper.announcedOn ?? paper.published ?? '') : null,
  ];
  const title = paper.title.length > 150 ? `${paper.title.slice(0, 149)}…` : paper.title;
  const frame = box(
    {
      width,
      height,
      flexDirection: 'column',
      justifyContent: 'space-between',
      padding: 64,
      backgroundColor: paperColour,
      color: ink,
      fontFamily: 'Inter',
    },
    [
      box(
        {
          justifyContent: 'space-between',
          borderBottom: `3px solid ${ink}`,
          paddingBottom: 18,
          fontSize: 26,
        },
        [
          box({ fontFamily: 'Newsreader', fontSize: 40, color: accent }, 'Broadsheet'),
          box({ alignItems: 'flex-end' }, facts.filter(Boolean).join('   ')),
        ],
      ),
      box({ fontFamily: 'Newsreader', fontSize: title.length > 90 ? 56 : 68, lineHeight: 1.12 }, title),
      box({ fontSize: 30 }, named || 'Authors unknown'),
    ],
  );
  // satori takes React's element shape without React.
  return frame as unknown as Parameters<typeof satori>[0];
}

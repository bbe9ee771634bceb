// What was written about the methods and their code, taken into the built site as text.

const pages = import.meta.glob<string>('../../../../../../packages/methods/pages/*.md', {
  query: '?raw',
  import: 'default',
});
const sources = import.meta.glob<string>(
  [
    '../../../../../../packages/methods/src/methods/*.ts',
    '../../../../../../packages/methods/src/theory/*.ts',
    '!**/*.test.ts',
  ],
  { query: '?raw', import: 'default' },
);

/** The Markdown page of a method; null where none is written yet. */
export function methodPage(id: string): Promise<string | null> {
  return find(pages, `${id}.md`);
}

/** The file in which a method is written, from the repository's folder on, and its text; null where there is none. */
export async function methodSource(id: string): Promise<{ path: string; text: string } | null> {
  const text = await find(sources, `${id}.ts`);
  const path = Object.keys(sources).find((one) => one.endsWith(`/${id}.ts`));
  return text === null || path === undefined ? null : { path: path.replace(/^(\.\.\/)+/, ''), text };
}

async function find(files: Record<string, () => Promise<string>>, name: string): Promise<string | null> {
  const load = Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1];
  return load === undefined ? null : load();
}

// What was written about the methods and their code, taken into the built site as text.

const pages = import.meta.glob<string>('../../../../../../packages/methods/pages/*.md', {
  query: '?raw',
  import: 'default',
});
const sources = import.meta.glob<string>(
  ['../../../../../../packages/methods/src/{methods,theory,train,evaluate}/*.ts', '!**/*.test.ts'],
  { query: '?raw', import: 'default' },
);

/** Where a row's mechanism is written, if not in a file of its own name. */
const writtenIn: Readonly<Record<string, string>> = {
  'in-context-gradient-descent': 'theory/linear-attention',
  'infinite-schedule': 'train/schedule',
  'projection-head-analysis': 'theory/projection-head-model',
  rankme: 'evaluate/rank-me',
};

/** The Markdown page of a method; null where none is written yet. */
export function methodPage(id: string): Promise<string | null> {
  return find(pages, `/${id}.md`);
}

/** The file in which a method is written, from the repository's folder on, and its text; null where there is none. */
export async function methodSource(id: string): Promise<{ path: string; text: string } | null> {
  const name = `/${writtenIn[id] ?? id}.ts`;
  const text = await find(sources, name);
  const path = Object.keys(sources).find((one) => one.endsWith(name));
  return text === null || path === undefined ? null : { path: path.replace(/^(\.\.\/)+/, ''), text };
}

async function find(files: Record<string, () => Promise<string>>, end: string): Promise<string | null> {
  const load = Object.entries(files).find(([path]) => path.endsWith(end))?.[1];
  return load === undefined ? null : load();
}

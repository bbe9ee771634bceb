import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { JudgeError } from '../judge-error.ts';
import type { Collection, CollectionFault, JudgedDocument, JudgedQuery } from './collection.ts';
import { firstOf, readLines, type Line } from './read-lines.ts';

/** Ids may be any text; some collections write them as numbers. */
const Id = z.union([z.string(), z.number().int()]).transform(String).pipe(z.string().min(1));
const DocumentRow = z.object({ _id: Id, title: z.string().nullish(), text: z.string().nullish() });
const QueryRow = z.object({ _id: Id, text: z.string().trim().min(1) });

const layout = 'It holds corpus.jsonl, queries.jsonl (each may be packed as .gz) and qrels/test.tsv.';

/**
 * Reads a folder in the layout of BEIR (Thakur and others 2021): `corpus.jsonl` with `_id`, `title`, `text`; `queries.jsonl`
 * with `_id`, `text`; `qrels/NAME.tsv` with a head and then query, document and grade, tabs between. Each may be packed, with
 * `.gz` behind its name. A bad line is left out and told; the rest counts. Of lines with the same id the first counts.
 * @param judgements Which table of `qrels`, without `.tsv`.
 * @throws JudgeError where a file is missing or broken, or nothing is left of it.
 */
export async function readCollection(folder: string, judgements = 'test'): Promise<Collection> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new JudgeError(`There is no folder ${folder}.`, `Name a collection in BEIR layout. ${layout}`);
  const place = resolve(folder);
  const corpus = requireFile(place, 'corpus.jsonl');
  const asked = requireFile(place, 'queries.jsonl');
  const table = requireTable(place, judgements);
  const faults: CollectionFault[] = [];
  const note = (path: string, line: number | null, reason: string) =>
    faults.push({ file: relative(place, path), line, reason });

  const documents = new Map<string, JudgedDocument>();
  for await (const { line, row } of readRows(corpus, DocumentRow, note)) {
    const { _id: id, title, text } = row;
    if (documents.has(id))
      note(corpus, line, `Document ${quoted(id)} is there already; the first one counts.`);
    else documents.set(id, { id, title: title?.trim() ?? '', text: text?.trim() ?? '' });
  }
  requireSome(documents.size, corpus, 'document');

  const texts = new Map<string, string>();
  for await (const { line, row } of readRows(asked, QueryRow, note)) {
    if (texts.has(row._id))
      note(asked, line, `Query ${quoted(row._id)} is there already; the first one counts.`);
    else texts.set(row._id, row.text);
  }
  requireSome(texts.size, asked, 'query');

  const grades = await readJudgements(table, texts, documents, note);
  const queries = [...texts].flatMap(([id, text]): JudgedQuery[] => {
    const judged = grades.get(id);
    return judged !== undefined && [...judged.values()].some((grade) => grade > 0)
      ? [{ id, text, grades: judged }]
      : [];
  });
  if (queries.length === 0)
    throw new JudgeError(
      `${table} judges no document of ${corpus} relevant for a query of ${asked}.`,
      'Its columns are query, document and grade, with tabs between; grades above 0 are relevant.',
    );
  return { name: basename(place), documents: [...documents.values()], queries, faults };
}

type Note = (path: string, line: number | null, reason: string) => void;

async function readJudgements(
  path: string,
  queries: ReadonlyMap<string, unknown>,
  documents: ReadonlyMap<string, unknown>,
  note: Note,
): Promise<Map<string, Map<string, number>>> {
  const grades = new Map<string, Map<string, number>>();
  let first = true;
  for await (const { number: line, text } of readLines(path)) {
    const cells = text.split('\t');
    const [query = '', document = '', written = ''] = cells;
    const grade = Number(written);
    const isHead = first && !/^-?\d/.test(written.trim());
    first = false;
    if (isHead && cells.length === 3) continue;
    if (cells.length !== 3) note(path, line, `${cells.length} columns, not 3 with tabs between.`);
    else if (written.trim() === '' || !Number.isFinite(grade))
      note(path, line, `The grade ${quoted(written)} is not a number.`);
    else if (!queries.has(query)) note(path, line, `There is no query ${quoted(query)}.`);
    else if (!documents.has(document)) note(path, line, `There is no document ${quoted(document)}.`);
    else if (grades.get(query)?.has(document) === true)
      note(
        path,
        line,
        `Document ${quoted(document)} has a grade for query ${quoted(query)} already; the first counts.`,
      );
    else grades.set(query, (grades.get(query) ?? new Map<string, number>()).set(document, grade));
  }
  return grades;
}

/** The rows of a file in JSON Lines that fit a schema; the others are noted. */
export async function* readRows<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  note: Note,
): AsyncGenerator<{ line: number; row: z.output<Schema> }> {
  for await (const line of readLines(path)) {
    const parsed = parseRow(line, schema);
    if ('reason' in parsed) note(path, line.number, parsed.reason);
    else yield { line: line.number, row: parsed.row };
  }
}

function parseRow<Schema extends z.ZodType>(
  { text }: Line,
  schema: Schema,
): { row: z.output<Schema> } | { reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { reason: 'It is not JSON.' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { row: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.');
  return { reason: `${field ? `${field}: ` : ''}${issue?.message ?? 'not a row'}.` };
}

/** The path of a file of the collection, packed or not. */
export function requireFile(folder: string, name: string): string {
  const path = firstOf(join(folder, name), join(folder, `${name}.gz`));
  if (path !== null) return path;
  throw new JudgeError(
    `There is no ${name} in ${folder}, nor ${name}.gz.`,
    `Name a collection in BEIR layout. ${layout}`,
  );
}

function requireTable(folder: string, name: string): string {
  const path = firstOf(join(folder, 'qrels', `${name}.tsv`), join(folder, 'qrels', `${name}.tsv.gz`));
  if (path !== null) return path;
  const qrels = join(folder, 'qrels');
  const others = existsSync(qrels)
    ? readdirSync(qrels).flatMap((file) => /^(.+)\.tsv(\.gz)?$/.exec(file)?.[1] ?? [])
    : [];
  throw new JudgeError(
    `There is no qrels/${name}.tsv in ${folder}.`,
    others.length > 0
      ? `There are judgements called ${others.sort().join(', ')}.`
      : `Name a collection in BEIR layout. ${layout}`,
  );
}

function requireSome(count: number, path: string, what: string): void {
  if (count > 0) return;
  throw new JudgeError(
    `${path} holds no ${what}.`,
    `Each line is a JSON object with ${what === 'query' ? '_id and text' : '_id, title and text'}.`,
  );
}

/** An id as it stands, cut where it is long. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

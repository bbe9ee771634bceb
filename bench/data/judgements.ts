import { join } from 'node:path';
import { readLines } from './lines.ts';

/** A query with the documents that people judged for it. */
export interface JudgedQuery {
  text: string;
  /** Grade by document. */
  grades: Map<string, number>;
}

/** The queries of a judged collection (BEIR layout) that have at least one judgement. */
export async function judgedQueries(folder: string): Promise<JudgedQuery[]> {
  const grades = new Map<string, Map<string, number>>();
  for await (const line of readLines(join(folder, 'qrels/test.tsv'))) {
    const [query = '', document = '', grade = ''] = line.split('\t');
    if (Number.isNaN(Number(grade))) continue; // the head of the table
    const known = grades.get(query) ?? new Map<string, number>();
    grades.set(query, known.set(document, Number(grade)));
  }
  const queries: JudgedQuery[] = [];
  for await (const line of readLines(join(folder, 'queries.jsonl'))) {
    const { _id, text } = JSON.parse(line) as { _id: string; text: string };
    const judged = grades.get(_id);
    if (judged !== undefined) queries.push({ text, grades: judged });
  }
  return queries;
}

import type { Store } from '@broadsheet/papers';
import type { Encoder } from '@broadsheet/search';
import type { z } from 'zod';

/**
 * One operation of the API: its Zod schemas validate requests, type the handlers and become the OpenAPI document.
 * `hugging-face` operations keep that API's habits (unknown parameters ignored, `{ error }`), `v1` ones have ours.
 */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  id: string;
  surface: 'hugging-face' | 'v1';
  /** With `{name}` for each parameter of the path. */
  path: string;
  summary: string;
  description: string;
  params: Path;
  query: Query;
  answer: Answer;
  /** Media types other than JSON, for operations that answer with text. */
  mediaTypes?: readonly string[];
  /** Values that give a telling answer on most installations. */
  example: Record<string, string>;
  /** Statuses besides 200 and 429, each with when it occurs. */
  errors: Record<number, string>;
  /** True where a `Link` header leads to the next page. */
  paged?: boolean;
}

type PathOf<O> = O extends Operation<infer P, z.ZodObject, z.ZodType> ? z.output<P> : never;
export type QueryOf<O> = O extends Operation<z.ZodObject, infer Q, z.ZodType> ? z.output<Q> : never;
export type AnswerOf<O> = O extends Operation<z.ZodObject, z.ZodObject, infer A> ? z.input<A> : never;

/** What an answer may read. */
export interface Asking {
  store: Store;
  now: Date;
  /** The encoder in use, for finding by meaning; null where there is none. */
  encoder: () => Promise<Encoder | null>;
  /** The whole address asked for; its origin is the site's. */
  url: URL;
}

/** An answer and the headers that belong to it. Strings are sent as they are (`contentType` names them). */
export interface Answered<Body> {
  body: Body;
  headers?: Record<string, string>;
  contentType?: string;
}

export type Answerer<O> = (
  input: { params: PathOf<O>; query: QueryOf<O> },
  asking: Asking,
) => Promise<Answered<AnswerOf<O>>>;

/** Keeps the exact schema types of an operation while checking that it is one. */
export function defineOperation<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  operation: Operation<P, Q, A>,
): Operation<P, Q, A> {
  return operation;
}

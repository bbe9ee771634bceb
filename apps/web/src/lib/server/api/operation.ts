import type { Store } from '@broadsheet/papers';
import { leastRole, may, scopeFor, type Action, type Member, type TokenScope } from '@broadsheet/people';
import type { Encoder } from '@broadsheet/search';
import type { z } from 'zod';
import { ApiProblem } from './problem.ts';

/**
 * One operation of the API: its Zod schemas validate requests, type the handlers and become the OpenAPI document.
 * `hugging-face` operations keep that API's habits (unknown parameters ignored, `{ error }`), `v1` ones have ours.
 */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodUndefined,
> {
  id: string;
  /** GET unless it says otherwise. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  surface: 'hugging-face' | 'v1';
  /** With `{name}` for each parameter of the path. */
  path: string;
  summary: string;
  description: string;
  params: Path;
  query: Query;
  /** What is sent along, as JSON; without it nothing is read. */
  body?: Body;
  /**
   * Who may: without it everybody, also who is nobody. `action` asks for its least role and for its token scope; `scope` alone
   * for anybody who is signed in, with a token of that scope.
   */
  who?: { action: Action } | { scope: TokenScope };
  /** What it answers with where all is well: 200 unless it says otherwise. 204 has no body. */
  status?: 200 | 201 | 202 | 204;
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

/** An operation of any shape, for lists of them. */
export type AnyOperation = Operation<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>;

type PathOf<O> = O extends Operation<infer P, z.ZodObject, z.ZodType, z.ZodType> ? z.output<P> : never;
export type QueryOf<O> =
  O extends Operation<z.ZodObject, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type AnswerOf<O> =
  O extends Operation<z.ZodObject, z.ZodObject, infer A, z.ZodType> ? z.input<A> : never;
type BodyOf<O> = O extends Operation<z.ZodObject, z.ZodObject, z.ZodType, infer B> ? z.output<B> : never;

/** What an answer may read. */
export interface Asking {
  store: Store;
  now: Date;
  /** The encoder in use, for finding by meaning; null where there is none. */
  encoder: () => Promise<Encoder | null>;
  /** The whole address asked for; its origin is the site's. */
  url: URL;
  /** Who asks; null for who is not signed in, or has a token that does not let its program read as them. */
  member?: Member | null;
  /** What their token may be used for; null for who came with none. */
  scopes?: readonly TokenScope[] | null;
}

/** Who asks, where the operation says `who`: such a request has somebody. */
export function askedBy({ member }: Pick<Asking, 'member'>): Member {
  if (!member) throw new ApiProblem(401, 'Sign in', 'Send a token: Authorization: Bearer bs_…');
  return member;
}

/**
 * Keeps an operation for those who may.
 * @throws ApiProblem 401 for nobody, 403 for a role or a token that does not allow it.
 */
export function requireWho(
  { who }: Pick<AnyOperation, 'who'>,
  { member, scopes }: Pick<Asking, 'member' | 'scopes'>,
): void {
  if (who === undefined) return;
  const by = askedBy({ member: member ?? null });
  const scope = 'action' in who ? scopeFor(who.action) : who.scope;
  if (scopes && !scopes.includes(scope))
    throw new ApiProblem(
      403,
      'The token does not allow this',
      `It needs the scope ${scope}, and has ${scopes.join(', ')}. Make one on your account page.`,
    );
  if ('action' in who && !may(by, who.action))
    throw new ApiProblem(
      403,
      'The role does not allow this',
      `This takes the role of ${leastRole(who.action)}; yours is ${by.role}. An owner of this site can change it.`,
    );
}

/** An answer and the headers that belong to it. Strings are sent as they are (`contentType` names them). */
export interface Answered<Body> {
  body: Body;
  headers?: Record<string, string>;
  contentType?: string;
}

export type Answerer<O> = (
  input: { params: PathOf<O>; query: QueryOf<O>; body: BodyOf<O> },
  asking: Asking,
) => Promise<Answered<AnswerOf<O>>>;

/** Keeps the exact schema types of an operation while checking that it is one. */
export function defineOperation<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  A extends z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
>(operation: Operation<P, Q, A, B>): Operation<P, Q, A, B> {
  return operation;
}

import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { HfError } from './hugging-face-schemas.ts';
import { Problem } from './library-schemas.ts';
import { scopeFor } from '@broadsheet/people';
import type { AnyOperation } from './operation.ts';
import { addressOf, operations } from './operations.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate. */
export function openApiDocument(origin: string): ReturnType<typeof createDocument> {
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Broadsheet',
      version: '1',
      description:
        'To read what is for everybody, no key is needed. What is your own, and what is done as you, takes a token of your ' +
        'account page: `Authorization: Bearer bs_…`. Operations under `/api/v1` are ours; the others speak the wire format of the ' +
        'Hugging Face papers API. Requests are limited by address: 429 answers carry `Retry-After` in seconds.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    tags: [
      { name: 'hugging-face', description: 'Wire-compatible with the Hugging Face papers API.' },
      { name: 'v1', description: 'What that API lacks.' },
    ],
    security: [],
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of your account page. Each operation names the scope that it needs.',
        },
      },
    },
    paths: paths(),
  };
  return createDocument(document);
}

function paths(): ZodOpenApiPathsObject {
  const all: Record<string, object> = {};
  for (const operation of operations) {
    const method = (operation.method ?? 'GET').toLowerCase();
    all[operation.path] = { ...all[operation.path], [method]: describe(operation) };
  }
  return all as ZodOpenApiPathsObject;
}

function describe(operation: AnyOperation) {
  const { who, body } = operation;
  return {
    operationId: operation.id,
    tags: [operation.surface],
    summary: operation.summary,
    description: `${operation.description}\n\nExample: \`${addressOf(operation, operation.example)}\``,
    ...(who === undefined
      ? {}
      : { security: [{ token: ['action' in who ? scopeFor(who.action) : who.scope] }] }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    requestParams: {
      path: withExamples(operation.params, operation),
      query: withExamples(operation.query, operation),
    },
    responses: responses(operation),
  };
}

function withExamples(schema: z.ZodObject, operation: AnyOperation): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => {
        const example = operation.example[name];
        const type = field as z.ZodType;
        return [
          name,
          example === undefined
            ? type
            : type.meta({
                ...type.meta(),
                param: { example: /^\d{1,9}$/.test(example) ? Number(example) : example },
              }),
        ];
      }),
    ),
  );
}

/** What an operation of many formats answers where the format is a JSON one of somebody else's. */
const jsonItems = z.array(z.record(z.string(), z.unknown()));

function responses(operation: AnyOperation): ZodOpenApiResponsesObject {
  const { method = 'GET', status = 200, who } = operation;
  const isCached = method === 'GET' && who === undefined;
  const media = operation.mediaTypes ?? ['application/json'];
  const [errorType, error] =
    operation.surface === 'v1'
      ? (['application/problem+json', Problem] as const)
      : (['application/json', HfError] as const);
  const failed = (description: string) => ({ description, content: { [errorType]: { schema: error } } });
  return {
    [status]: {
      description: operation.summary,
      headers: z.object({
        ...(isCached
          ? {
              etag: z.string().describe('Send it back as If-None-Match to be told 304 when nothing changed.'),
            }
          : {}),
        ...(operation.paged
          ? { link: z.string().optional().describe('Where the next page is: <…>; rel="next".') }
          : {}),
      }),
      ...(status === 204
        ? {}
        : {
            content: Object.fromEntries(
              media.map((type) => [type, { schema: type.endsWith('+json') ? jsonItems : operation.answer }]),
            ),
          }),
    },
    ...(isCached ? { 304: { description: 'Nothing changed since the answer whose ETag was sent.' } } : {}),
    ...(who === undefined
      ? {}
      : {
          401: failed('Nobody is signed in, or the token is not known.'),
          403: failed('The role, or the token, does not allow this.'),
        }),
    ...Object.fromEntries(Object.entries(operation.errors).map(([status, words]) => [status, failed(words)])),
    429: failed('Too many requests from this address; Retry-After says for how many seconds.'),
    503: failed('The library did not answer in time; try again shortly.'),
  } as ZodOpenApiResponsesObject;
}

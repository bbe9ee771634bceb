import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { addressOf, operations } from './operations.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('https://papers.example'))) as {
  openapi: string;
  paths: Record<string, Record<string, Record<string, unknown>>>;
};

/** Every value of a JSON tree. */
function* values(tree: unknown): Generator<unknown> {
  yield tree;
  if (typeof tree === 'object' && tree !== null)
    for (const branch of Object.values(tree)) yield* values(branch);
}

describe('the OpenAPI document', () => {
  it('has every operation once, with an id of its own', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(told.sort()).toEqual(
      operations.map(({ method = 'GET', path }) => `${method.toLowerCase()} ${path}`).sort(),
    );
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('has no reference that leads nowhere', () => {
    const references = [...values(document)].flatMap((node) =>
      typeof node === 'object' && node !== null && '$ref' in node ? [String(node.$ref)] : [],
    );
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      expect(reference).toMatch(/^#\//);
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], document);
      expect(target, reference).toBeTypeOf('object');
    }
  });

  it.each(operations.map((operation) => [operation.method ?? 'GET', operation.path, operation] as const))(
    'describes %s %s whole',
    (method, path, operation) => {
      const told = document.paths[path]?.[method.toLowerCase()] as {
        summary: string;
        description: string;
        parameters?: {
          in: string;
          name: string;
          required?: boolean;
          schema: unknown;
          description?: string;
        }[];
        security?: object[];
        requestBody?: object;
        responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
      };
      const parameters = told.parameters ?? [];
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        inPath,
      );
      for (const parameter of parameters) {
        expect(parameter.schema, parameter.name).toBeTypeOf('object');
        expect(parameter.description, parameter.name).toBeTruthy();
        if (parameter.in === 'path') expect(parameter.required).toBe(true);
      }
      expect(told.summary.length).toBeGreaterThan(5);
      const status = operation.status ?? 200;
      if (status === 204) expect(told.responses['204']).toBeDefined();
      else expect(told.responses[status]?.content).toBeDefined();
      expect(told.security !== undefined).toBe(operation.who !== undefined);
      expect(told.requestBody !== undefined).toBe(operation.body !== undefined);
      const whose = operation.who === undefined ? [] : ['401', '403'];
      for (const status of [...Object.keys(operation.errors), ...whose, '429', '503']) {
        expect(Object.keys(told.responses[status]?.content ?? {}), status).toHaveLength(1);
      }
    },
  );

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'gives %s an example that it accepts',
    (_, operation) => {
      const url = new URL(addressOf(operation, operation.example), 'https://papers.example');
      expect(operation.query.strict().safeParse(Object.fromEntries(url.searchParams)).error).toBeUndefined();
      expect(operation.params.safeParse(operation.example).error).toBeUndefined();
      expect(url.pathname).not.toContain('{');
    },
  );
});

describe('addressOf', () => {
  it('escapes what is filled in, and leaves out what is empty', () => {
    const cite = operations.find(({ id }) => id === 'v1CitePaper');
    if (cite === undefined) throw new Error('No such operation.');
    expect(addressOf(cite, { key: 'hep-th/9901001', format: ' ' })).toBe(
      '/api/v1/papers/hep-th/9901001/cite',
    );
    expect(addressOf(cite, { key: '?x=1', format: 'ris' })).toBe('/api/v1/papers/%3Fx%3D1/cite?format=ris');
  });
});

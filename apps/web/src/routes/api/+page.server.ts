import { scopeFor } from '@broadsheet/people';
import { openApiDocument } from '../../lib/server/api/openapi.ts';
import { addressOf, operations } from '../../lib/server/api/operations.ts';

interface Parameter {
  in: string;
  name: string;
  description?: string;
  required?: boolean;
  schema?: Record<string, unknown>;
}

/** The documentation is told from the OpenAPI document, so that it cannot say anything else. */
export function load({ url }: { url: URL }) {
  // As its readers get it: plain JSON, with every parameter in place.
  const { paths } = JSON.parse(JSON.stringify(openApiDocument(url.origin))) as {
    paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: object }>>;
  };
  return {
    origin: url.origin,
    operations: operations.map((operation) => ({
      id: operation.id,
      surface: operation.surface,
      path: operation.path,
      method: operation.method ?? 'GET',
      /** The scope that a token needs for it; null where none is needed. */
      scope:
        operation.who === undefined
          ? null
          : 'action' in operation.who
            ? scopeFor(operation.who.action)
            : operation.who.scope,
      hasBody: operation.body !== undefined,
      summary: operation.summary,
      description: operation.description,
      errors: Object.entries(operation.errors).map(([status, words]) => ({ status, words })),
      example: addressOf(operation, operation.example),
      parameters: (paths[operation.path]?.[(operation.method ?? 'GET').toLowerCase()]?.parameters ?? []).map(
        (parameter) => ({
          name: parameter.name,
          place: parameter.in,
          about: parameter.description ?? '',
          required: parameter.required === true,
          bounds: boundsOf(parameter.schema ?? {}),
          choices: (parameter.schema?.['enum'] as string[] | undefined) ?? null,
          preset: parameter.schema?.['default'] === undefined ? null : String(parameter.schema['default']),
          example: operation.example[parameter.name] ?? '',
        }),
      ),
    })),
  };
}

/** What a parameter takes, in words. */
function boundsOf({
  type,
  format,
  minimum,
  maximum,
  maxLength,
  enum: choices,
}: Record<string, unknown>): string {
  if (Array.isArray(choices)) return choices.join(', ');
  if (type === 'integer') return `${String(minimum)} to ${String(maximum)}`;
  if (format === 'date') return 'YYYY-MM-DD';
  return typeof maxLength === 'number' ? `text, at most ${maxLength} characters` : 'text';
}

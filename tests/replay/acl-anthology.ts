import { createHash } from 'node:crypto';
import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

export interface AnthologyContent {
  /** `2026.acl` → its XML. */
  files: Readonly<Record<string, string>>;
  /** Files that are listed but cannot be fetched any more. */
  gone?: readonly string[];
}

/** Answers like GitHub for the files of the Anthology: `/tree` lists them, `/xml/2026.acl.xml` is one. */
export function anthologyService(content: AnthologyContent): Service {
  return ({ path }) => {
    if (path === '/tree') {
      const tree = [
        { path: 'schema.rnc', mode: '100644', type: 'blob', sha: hash('schema'), size: 6 },
        ...Object.entries(content.files).map(([name, xml]) => ({
          path: `${name}.xml`,
          mode: '100644',
          type: 'blob',
          sha: hash(xml),
          size: xml.length,
        })),
      ];
      return json(
        { sha: hash(JSON.stringify(tree)), tree, truncated: false },
        { headers: { etag: `W/"${hash(JSON.stringify(tree))}"` } },
      );
    }
    const [, name = ''] = /^\/xml\/(.+)\.xml$/.exec(path) ?? [];
    const body = content.files[name];
    return body === undefined || content.gone?.includes(name)
      ? { status: 404, type: 'text/plain', body: '404: Not Found' }
      : { type: 'text/plain; charset=utf-8', body };
  };
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

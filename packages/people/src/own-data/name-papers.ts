import type { SourceRecord, Store } from '@broadsheet/papers';
import type { PaperNamer } from './archive-room.ts';

/** Names papers for an archive, and keeps which they were. */
export interface NamedPapers {
  name: PaperNamer;
  /** The records of all papers that were named, one paper after the other. */
  records(): AsyncGenerator<SourceRecord>;
}

/** Papers to a query. */
const batch = 200;

/**
 * A paper's name elsewhere: `arxiv:2103.03230`, `doi:10.1000/182`, or, where it has no such name, that of its first record,
 * `record:bibtex/key`.
 */
export function namedPapers(store: Pick<Store, 'query'>): NamedPapers {
  const known = new Map<number, string>();
  return {
    async name(ids) {
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      const rows = await store.query<{ id: number; name: string }>(
        `select p.id, coalesce(
            (select case when i.scheme = 'url' then i.value else i.scheme || ':' || i.value end from identities i
              where i.paper_id = p.id and i.confirmed
              order by array_position(array['arxiv', 'doi', 'acl', 'openreview', 'hf', 'url'], i.scheme), i.value limit 1),
            (select 'record:' || r.source || '/' || r.key from records r where r.paper_id = p.id order by r.id limit 1)) as name
           from papers p where p.id = any($1::bigint[])`,
        [missing],
      );
      for (const { id, name } of rows) if (name !== null) known.set(id, name);
      return new Map(
        ids.flatMap((id) => {
          const name = known.get(id);
          return name === undefined ? [] : [[id, name] as const];
        }),
      );
    },
    async *records() {
      const ids = [...known.keys()];
      for (let at = 0; at < ids.length; at += batch) {
        const rows = await store.query<{ content: SourceRecord }>(
          'select content from records where paper_id = any($1::bigint[]) order by paper_id, id',
          [ids.slice(at, at + batch)],
        );
        for (const { content } of rows) yield content;
      }
    },
  };
}

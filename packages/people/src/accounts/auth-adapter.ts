import type { Store } from '@broadsheet/papers';
import { createAdapterFactory, type CleanedWhere, type DBAdapterInstance } from 'better-auth/adapters';
import { tokenDigest } from './token-digest.ts';

type Row = Record<string, unknown>;

/**
 * What better-auth reads and writes by: plain SQL on our store, because drizzle-orm stays out of the running program
 * (docs/decisions/002-query-builder.md). Tokens of sessions are kept as their digests: whoever reads the table cannot be
 * anybody by it. better-auth never sees that, since a row that was asked for by its token comes back with it.
 */
export function authAdapter({ query }: Pick<Store, 'query'>): DBAdapterInstance {
  return createAdapterFactory({
    config: { adapterId: 'broadsheet', adapterName: 'Broadsheet', supportsArrays: true, supportsJSON: true },
    adapter: () => ({
      async create<T extends Row>({ model, data }: { model: string; data: T }) {
        const kept = digested(model, data);
        const names = Object.keys(kept);
        const [row] = await query<Row>(
          `insert into ${quoted(model)} (${names.map(quoted).join(', ')})
           values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning *`,
          Object.values(kept),
        );
        return { ...row, ...(model === 'sessions' ? { token: data['token'] } : {}) } as unknown as T;
      },
      async findOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
        const { text, values } = condition(model, where);
        const [row] = await query<Row>(`select * from ${quoted(model)} where ${text} limit 1`, values);
        return (row === undefined ? null : withToken(model, row, where)) as T | null;
      },
      async findMany<T>({ model, where = [], limit, sortBy, offset = 0 }: FindMany) {
        const { text, values } = condition(model, where);
        const order =
          sortBy === undefined
            ? ''
            : `order by ${quoted(snake(sortBy.field))} ${sortBy.direction === 'desc' ? 'desc' : 'asc'}`;
        const rows = await query<Row>(
          `select * from ${quoted(model)} where ${text} ${order} limit ${Number(limit)} offset ${Number(offset)}`,
          values,
        );
        return rows.map((row) => withToken(model, row, where)) as T[];
      },
      async count({ model, where = [] }: { model: string; where?: CleanedWhere[] | undefined }) {
        const { text, values } = condition(model, where);
        const [row] = await query<{ count: number }>(
          `select count(*)::int as count from ${quoted(model)} where ${text}`,
          values,
        );
        return row?.count ?? 0;
      },
      async update<T>({ model, where, update }: { model: string; where: CleanedWhere[]; update: T }) {
        const [row] = await change(model, where, update as Row);
        return (row === undefined ? null : withToken(model, row, where)) as T | null;
      },
      async updateMany({ model, where, update }: { model: string; where: CleanedWhere[]; update: Row }) {
        return (await change(model, where, update)).length;
      },
      async delete({ model, where }: { model: string; where: CleanedWhere[] }) {
        await remove(model, where);
      },
      async deleteMany({ model, where }: { model: string; where: CleanedWhere[] }) {
        return (await remove(model, where)).length;
      },
      async consumeOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
        const { text, values } = condition(model, where);
        const [row] = await query<Row>(
          `delete from ${quoted(model)}
            where id = (select id from ${quoted(model)} where ${text} limit 1 for update skip locked) returning *`,
          values,
        );
        return (row === undefined ? null : withToken(model, row, where)) as T | null;
      },
    }),
  });

  function change(model: string, where: readonly CleanedWhere[], update: Row): Promise<Row[]> {
    const kept = digested(model, update);
    const names = Object.keys(kept);
    const { text, values } = condition(model, where, names.length);
    return query<Row>(
      `update ${quoted(model)} set ${names.map((name, index) => `${quoted(name)} = $${index + 1}`).join(', ')}
        where ${text} returning *`,
      [...Object.values(kept), ...values],
    );
  }

  function remove(model: string, where: readonly CleanedWhere[]): Promise<object[]> {
    const { text, values } = condition(model, where);
    return query(`delete from ${quoted(model)} where ${text} returning id`, values);
  }
}

interface FindMany {
  model: string;
  where?: CleanedWhere[] | undefined;
  limit: number;
  sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined;
  offset?: number | undefined;
}

const comparisons: Partial<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/** A condition in SQL. `AND` binds those that are not marked `OR`, and each of the two groups holds, as in better-auth's own. */
function condition(
  model: string,
  where: readonly CleanedWhere[],
  taken = 0,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${taken + values.push(value)}`;
  const written = (clause: CleanedWhere) => {
    const { field, operator, mode } = clause;
    const value = model === 'sessions' && field === 'token' ? digestedValue(clause.value) : clause.value;
    const column = mode === 'insensitive' ? `lower(${quoted(field)})` : quoted(field);
    const folded = (one: unknown) =>
      mode === 'insensitive' && typeof one === 'string' ? one.toLowerCase() : one;
    if (operator === 'in' || operator === 'not_in') {
      const list = (Array.isArray(value) ? value : [value]).map((one) => parameter(folded(one)));
      if (list.length === 0) return operator === 'in' ? 'false' : 'true';
      return `${column} ${operator === 'in' ? 'in' : 'not in'} (${list.join(', ')})`;
    }
    if (value === null) return `${column} is ${operator === 'ne' ? 'not ' : ''}null`;
    const compared = comparisons[operator ?? 'eq'];
    // Patterns are for better-auth's own pages of administration, which this program does not have.
    if (compared === undefined)
      throw new Error(`better-auth asked for “${operator}”, which nothing here needs.`);
    return `${column} ${compared} ${parameter(folded(value))}`;
  };
  const all = where.filter(({ connector }) => connector !== 'OR').map(written);
  const some = where.filter(({ connector }) => connector === 'OR').map(written);
  const parts = [...all, ...(some.length > 0 ? [`(${some.join(' or ')})`] : [])];
  return { text: parts.join(' and ') || 'true', values };
}

function digested(model: string, data: Row): Row {
  return model === 'sessions' && typeof data['token'] === 'string'
    ? { ...data, token: tokenDigest(data['token']) }
    : data;
}

function digestedValue<T>(value: T): T | string | string[] {
  if (typeof value === 'string') return tokenDigest(value);
  return Array.isArray(value) ? value.map(String).map(tokenDigest) : value;
}

/** A row with the token by which it was asked for in place of its digest. */
function withToken(model: string, row: Row, where: readonly CleanedWhere[]): Row {
  if (model !== 'sessions') return row;
  const asked = where
    .filter(({ field }) => field === 'token')
    .flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : [String(value)]))
    .find((token) => tokenDigest(token) === row['token']);
  return asked === undefined ? row : { ...row, token: asked };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Names come from the program alone; this keeps it so. */
function quoted(name: string): string {
  if (!/^[a-z_]{1,63}$/.test(name)) throw new Error(`“${name}” is no name of a table or column here.`);
  return `"${name}"`;
}

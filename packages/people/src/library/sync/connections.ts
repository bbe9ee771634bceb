import type { Store } from '@broadsheet/papers';

/** Services that a library can be kept up with. */
export type LibraryServiceName = 'zotero';

/** A library elsewhere that a member's library is kept up with, one way. */
export interface LibraryConnection {
  service: LibraryServiceName;
  account: string;
  accountName: string;
  /** Version of the library there after the last run; 0 before the first. */
  version: number;
  syncedAt: Date | null;
  restsUntil: Date | null;
  /** What went wrong the last time, for people; null where nothing did. */
  trouble: string | null;
}

const columns = `service, account, account_name as "accountName", version, synced_at as "syncedAt",
  rests_until as "restsUntil", trouble`;

/** A member's connection; null where there is none. Its key is not among what is told. */
export async function getConnection(
  store: Pick<Store, 'query'>,
  memberId: string,
  service: LibraryServiceName,
): Promise<LibraryConnection | null> {
  const [row] = await store.query<LibraryConnection>(
    `select ${columns} from library_connections where member_id = $1 and service = $2`,
    [memberId, service],
  );
  return row ?? null;
}

/** The key of a connection, to be sent to its service and nowhere else. */
export async function keyOfConnection(
  store: Pick<Store, 'query'>,
  memberId: string,
  service: LibraryServiceName,
): Promise<string | null> {
  const [row] = await store.query<{ key: string }>(
    'select key from library_connections where member_id = $1 and service = $2',
    [memberId, service],
  );
  return row?.key ?? null;
}

/** Connects a member's library with another; with another account it begins anew, with another key it goes on. */
export async function connectLibrary(
  store: Pick<Store, 'query'>,
  memberId: string,
  connection: Pick<LibraryConnection, 'service' | 'account' | 'accountName'> & { key: string },
): Promise<void> {
  const { service, account, accountName, key } = connection;
  await store.query(
    'delete from library_connections where member_id = $1 and service = $2 and account <> $3',
    [memberId, service, account],
  );
  await store.query(
    `insert into library_connections (member_id, service, account, account_name, key) values ($1, $2, $3, $4, $5)
     on conflict (member_id, service) do update set account_name = excluded.account_name, key = excluded.key, trouble = null`,
    [memberId, service, account, accountName.slice(0, 200), key],
  );
}

/** Forgets a connection and its key. What it brought stays in the library. */
export async function disconnectLibrary(
  store: Pick<Store, 'query'>,
  memberId: string,
  service: LibraryServiceName,
): Promise<void> {
  await store.query('delete from library_connections where member_id = $1 and service = $2', [
    memberId,
    service,
  ]);
}

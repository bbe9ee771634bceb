/** What the program and the thread of its embedded database say to each other. */

export interface ThreadData {
  /** The data folder. */
  data: string;
  /** Where the socket for other processes goes. */
  home: string;
}

/** A request, answered under its id. `transaction` names an open transaction of the program's. */
export type Request =
  | { id: number; do: 'query'; sql: string; parameters: unknown[]; transaction: number | null }
  | { id: number; do: 'script'; sql: string }
  | { id: number; do: 'begin'; transaction: number }
  | { id: number; do: 'commit' | 'rollback'; transaction: number }
  | { id: number; do: 'close' };

export type Reply = { id: number; rows: object[] } | { id: number; error: PlainError };

/** An error without its class, which does not survive the way between threads. */
export interface PlainError {
  message: string;
  /** SQLSTATE, position and the like, where the database gave them. */
  details: Record<string, unknown>;
}

/** The first thing that the thread says: 0 stands for its start. */
export const startId = 0;

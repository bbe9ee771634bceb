import type { AddressInfo } from 'node:net';
import { serveSources } from '../../packages/tensor/examples/serve-sources.ts';

export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * The package's sources and the modules of `tests/tensor/page`, as a browser takes them. `/` is an empty page.
 * @param isolated whether pages are cut off from other origins, as shared memory demands.
 */
export async function servePackage(isolated: boolean): Promise<Served> {
  const served = /^\/(packages\/tensor\/(src|built)|tests\/tensor\/page)\/[\w./-]+\.(ts|wasm)$/;
  const server = serveSources({ served, isolated });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Files that run side by side, of both projects together: many wait for processes of their own, so two even on one core. */
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1));

/** The tests run a second time where a PostgreSQL server is named. */
const onServer = Boolean(process.env['DATABASE_URL']);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/tensor/examples/**/*.test.ts',
            'packages/{tensor,methods}/packaging/**/*.test.ts',
            'apps/cli/src/**/*.test.ts',
            'apps/web/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/sources/**/*.test.ts',
            'tests/mail/**/*.test.ts',
            'tests/replay/**/*.test.ts',
            'tests/tensor/**/*.test.ts',
          ],
          // They know nothing of a store: once is enough.
          exclude: onServer
            ? ['**/node_modules/**', 'packages/{tensor,methods,lab,judge}/**', 'tests/tensor/**']
            : ['**/node_modules/**'],
          globalSetup: 'tests/support/test-stores.ts',
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['tests/{browser,cli,http,store}/**/*.test.ts'],
          // A browser sees pages, which are the same of either store, and judging has a store of its own.
          exclude: onServer
            ? ['**/node_modules/**', 'tests/browser/**', 'tests/cli/eval.test.ts']
            : ['**/node_modules/**'],
          globalSetup: 'tests/support/shared-site.ts',
          maxWorkers,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});

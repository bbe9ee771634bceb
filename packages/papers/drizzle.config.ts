import { defineConfig } from 'drizzle-kit';

/** `npm run migrations -w packages/papers` writes a new migration from the difference to store/schema.ts. */
export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/store/schema.ts',
    './src/store/schema-mail.ts',
    './src/store/schema-lab.ts',
    './src/store/schema-vectors.ts',
    './src/store/schema-duplicates.ts',
    './src/store/schema-people.ts',
    './src/store/schema-library.ts',
    './src/store/schema-rules.ts',
    './src/store/schema-follows.ts',
    './src/store/schema-moderation.ts',
    './src/store/schema-talk.ts',
    './src/store/schema-interests.ts',
  ],
  out: './migrations',
});

import eslint from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      ...['**/node_modules', '**/.svelte-kit', 'apps/web/build', '.broadsheet', 'data', '**/fixtures'],
      // AssemblyScript, whose decorators are no TypeScript, and what is made of the sources.
      ...['packages/tensor/kernels', 'packages/tensor/built', 'packages/tensor/dist'],
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strict,
  svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['apps/web/src/**/*.svelte', 'apps/web/src/**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // The site lives at the root of its address, so that paths are links as they stand.
      'svelte/no-navigation-without-resolve': 'off',
      // Query strings are made in a function and thrown away; nothing watches them.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['apps/cli/**', 'bench/**', 'tests/**'], rules: { 'no-console': 'off' } },
  // TypeScript reports undefined names itself.
  { files: ['**/*.ts', '**/*.svelte'], rules: { 'no-undef': 'off' } },
);

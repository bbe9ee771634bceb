import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * The house's own packages run from their sources (Node strips the types), and the database brings files that must
 * stay beside its code: neither may be bundled into the server build.
 */
function keepOutside(): Plugin {
  return {
    name: 'keep-outside',
    // In development `ssr.external` below does the same.
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      handler(id, _importer, { ssr }) {
        const outside =
          ssr && /^(@broadsheet\/|@electric-sql\/|@resvg\/resvg-wasm|satori$|pino$|pg$)/.test(id);
        return outside ? { id, external: true } : null;
      },
    },
  };
}

/** As `setAssetHeaders` of apps/cli does for the built site: workers of isolated pages are isolated themselves. */
const isolation = { 'cross-origin-embedder-policy': 'require-corp' };

export default defineConfig({
  // The thread that learns begins others and loads WebGPU only where it is asked for.
  worker: { format: 'es' },
  ssr: {
    external: [
      '@broadsheet/lab',
      '@broadsheet/learn',
      '@broadsheet/mail',
      '@broadsheet/methods',
      '@broadsheet/papers',
      '@broadsheet/people',
      '@broadsheet/search',
      '@broadsheet/sources',
      '@broadsheet/tensor',
    ],
  },
  server: {
    headers: isolation,
    // The worker and its kernels come from packages/, the digits from data/.
    fs: { allow: ['../..'] },
  },
  plugins: [
    keepOutside(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      // The check itself is ours (lib/server/limits/cross-site-form.ts): SvelteKit's knows no exception for one path.
      csrf: { trustedOrigins: ['*'] },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'worker-src': ['self'],
          'style-src': ['self'],
          // The one style attribute that SvelteKit's own announcer for screen readers brings along, by its hash.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          // Mails are shown in frames of their own, each sent with a policy that lets nothing run in it.
          'frame-src': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
});

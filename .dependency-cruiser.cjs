/**
 * The floors of the house (docs/architecture.md): imports go down, never up, and rooms of one floor keep to
 * themselves. `npm run check:floors` enforces it.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'floor-0-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/(papers|tensor)/' },
      to: { path: '^(packages|apps|bench)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'floor-1-looks-down',
      severity: 'error',
      from: { path: '^packages/(sources|methods|people)/' },
      to: { path: '^(packages/(?!papers/|tensor/)|apps/|bench/)', pathNot: '^packages/$1/' },
    },
    {
      name: 'floor-2-looks-down',
      severity: 'error',
      from: { path: '^packages/(learn|search)/' },
      to: { path: '^(packages/(mail|lab|judge|learn|search)/|apps/|bench/)', pathNot: '^packages/$1/' },
    },
    {
      name: 'floor-3-looks-down',
      severity: 'error',
      from: { path: '^packages/(mail|lab|judge)/' },
      to: { path: '^(packages/(mail|lab|judge)/|apps/|bench/)', pathNot: '^packages/$1/' },
    },
    {
      name: 'floor-4-rooms-keep-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|bench)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'rooms-are-entered-by-the-door',
      comment: 'Another room is imported by its name, so that only its index decides what it offers.',
      severity: 'error',
      from: { path: '^(packages|apps|bench)/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: [
          '^$1/$2/',
          '/src/index\\.ts$',
          '/src/store/testing\\.ts$',
          '^packages/tensor/src/(codes|linalg|safetensors)/index\\.ts$',
          '^packages/lab/src/(run|rows)/index\\.ts$',
        ],
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '^apps/web/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/build/|\\.svelte-kit|^packages/tensor/(dist|kernels)/)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

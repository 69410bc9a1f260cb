// Who may import whom: the layers of docs/ARCHITECTURE.md, held by `npm run layers`.

const layer = (name, mayImport) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...mayImport.map(target => `^src/${target}`)] },
});

/** Names that belong to no room: the tool's version and address. */
const ABOUT = ['version[.]ts$', 'project[.]ts$'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    layer('model', []),
    layer('readers', ['model/']),
    layer('facts', ['model/', 'readers/']),
    layer('rules', ['model/', 'readers/']),
    layer('engine', ['model/', 'rules/']),
    layer('sources', ['model/', 'readers/', ...ABOUT]),
    layer('report', ['model/', ...ABOUT]),
    layer('cli', ['model/', 'rules/', 'sources/', 'report/', 'scan[.]ts$', 'snapshot[.]ts$', ...ABOUT]),
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'io-has-rooms',
      comment: 'Only these may touch the disk or the network.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/sources/', '^src/cli/', '^src/rules/load[.]ts$'] },
      to: { dependencyTypes: ['core'], path: '^(fs|fs/promises|http|https|net|tls|dns|child_process|worker_threads|process)$' },
    },
    {
      name: 'model-needs-nothing',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};

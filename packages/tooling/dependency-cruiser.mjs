// Run from the root of the repository: `depcruise --config packages/tooling/dependency-cruiser.mjs packages apps`

const ADAPTERS = 'express|koa|nestjs|fastify';
const TEST = String.raw`(\.test(-d)?\.ts$|/test/)`;

/** What each package may import of ours. Tests may also use the suite and the issuer. */
const ARROWS = {
  core: [],
  issuer: ['core'],
  client: ['core'],
  conformance: ['core'],
  cli: ['client', 'issuer', 'core'],
  express: ['core'],
  koa: ['core'],
  nestjs: ['core'],
  fastify: ['core'],
};
const FOR_TESTS = ['conformance', 'issuer'];
/** The client and the program are tested against the server itself, and the program against what it guards. @type {Record<string, string[]>} */
const TEST_ARROWS = {
  core: [],
  client: ['server', ...FOR_TESTS],
  cli: ['client', 'server', 'express', 'koa', 'nestjs', 'fastify', ...FOR_TESTS],
};

/** @param {string[]} allowed */
const oursBut = (...allowed) => ({
  path: String.raw`^(packages|apps)/[^/]+/|^@licet/`,
  pathNot: allowed.map((name) => String.raw`^(packages|apps)/${name}/|^@licet/${name}(/|$)`),
});

const arrows = Object.entries(ARROWS).flatMap(([name, allowed]) => [
  {
    name: `arrows-of-${name}`,
    comment: `packages/${name}/src may import of ours: ${allowed.join(', ') || 'nothing'}`,
    severity: 'error',
    from: { path: `^packages/${name}/src/`, pathNot: TEST },
    to: oursBut(name, ...allowed),
  },
  {
    name: `arrows-of-${name}-tests`,
    severity: 'error',
    from: { path: String.raw`^packages/${name}/(src/.*\.test(-d)?\.ts$|test/)` },
    to: oursBut(name, ...allowed, ...(TEST_ARROWS[name] ?? FOR_TESTS)),
  },
]);

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...arrows,
    {
      name: 'arrows-of-server',
      comment: 'The server signs and verifies; it knows no adapter and no other app.',
      severity: 'error',
      from: { path: '^apps/server/src/', pathNot: TEST },
      to: oursBut('server', 'issuer', 'core'),
    },
    {
      name: 'adapters-never-import-each-other',
      severity: 'error',
      from: { path: `^packages/(${ADAPTERS})/` },
      to: { path: `^packages/(${ADAPTERS})/|^@licet/(${ADAPTERS})$`, pathNot: '^packages/$1/' },
    },
    {
      name: 'packages-never-import-apps',
      comment:
        'The client is typed from the document of the server, and it and the program are tested against it.',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: String.raw`^packages/(client|cli)/(scripts|test)/|^packages/(client|cli)/src/.*\.test\.ts$`,
      },
      to: { path: '^apps/' },
    },
    {
      name: 'only-the-public-entry',
      comment:
        'Another package is its exports, never a file of its source. The suite is used from source.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^(packages|apps)/[^/]+/src/',
        pathNot: ['^$1/$2/', '^packages/conformance/src/(index|plant)[.]ts$'],
      },
    },
    {
      name: 'node-forge-in-its-files',
      severity: 'error',
      from: { pathNot: String.raw`^packages/issuer/src/(x509|pkcs12)\.ts$` },
      to: { path: '(^|/)node-forge(/|$)' },
    },
    {
      name: 'core-has-no-runtime-dependency',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: TEST },
      to: {
        dependencyTypes: [
          'npm',
          'npm-dev',
          'npm-optional',
          'npm-peer',
          'npm-no-pkg',
          'npm-unknown',
        ],
      },
    },
    {
      name: 'core-builtins',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: [TEST, '^packages/core/src/node/'] },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|url)$' },
    },
    {
      name: 'no-dev-dependency-in-sources',
      severity: 'error',
      from: { path: '^(packages/(?!conformance/)|apps/)[^/]*/?src/', pathNot: TEST },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
        pathNot: '/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    // The check of the documentation keeps its blocks in .markdown for as long as it runs.
    exclude: { path: String.raw`/dist/.*\.map$|/\.markdown/` },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};

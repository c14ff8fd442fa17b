import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Run from the root of the repository: `eslint --config packages/tooling/eslint.config.js .`

const TESTS = ['**/*.test.ts', '**/*.test-d.ts', '**/test/**/*.ts'];
const FORGE_FILES = ['packages/issuer/src/x509.ts', 'packages/issuer/src/pkcs12.ts'];

const FORGE = {
  name: 'node-forge',
  message: 'node-forge is imported only by x509.ts and pkcs12.ts of @licet/issuer.',
};
const CORE_BUILTINS = new Set(['crypto', 'url']);
const builtinsClosedToCore = builtinModules
  .map((name) => name.replace(/^node:/, ''))
  .filter((name) => !CORE_BUILTINS.has(name))
  .flatMap((name) => [name, `node:${name}`])
  .map((name) => ({ name, message: 'Core uses only node:crypto and node:url outside src/node/.' }));

/** @typedef {Partial<import('eslint').Linter.RulesRecord>} Rules */

/** @param {...{ name: string, message: string }} paths @returns {Rules} */
const forbidImports = (...paths) => ({ 'no-restricted-imports': ['error', { paths }] });

const NO_RANDOM = { object: 'Math', property: 'random', message: 'Use node:crypto.' };

const CORE_GLOBALS = {
  process: 'Core does not know its process: take it as an option.',
  Buffer: 'Only src/encoding/base64.ts names Buffer; elsewhere bytes are Uint8Array.',
  Date: 'Only src/time/clock.ts names Date; elsewhere take the clock.',
};

/** @param {...keyof typeof CORE_GLOBALS} allowed @returns {Rules} */
const forbidCoreGlobals = (...allowed) => {
  const banned = Object.entries(CORE_GLOBALS).filter(
    ([name]) => !allowed.some((other) => other === name),
  );
  return {
    'no-restricted-globals': ['error', ...banned.map(([name, message]) => ({ name, message }))],
    '@typescript-eslint/no-restricted-types': ['error', { types: Object.fromEntries(banned) }],
    'no-restricted-properties': [
      'error',
      NO_RANDOM,
      ...['globalThis', 'global'].flatMap((object) =>
        banned.map(([property, message]) => ({ object, property, message })),
      ),
    ],
  };
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/coverage/',
    '**/.reports/',
    '**/.turbo/',
    '**/.markdown/',
    '.toolchain/',
    'data/',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // TypeScript says it better.
      'no-undef': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    name: 'the packages',
    files: ['packages/*/src/**/*.ts'],
    rules: {
      // isolatedDeclarations asks for the types that this rule would remove.
      '@typescript-eslint/no-inferrable-types': 'off',
    },
  },
  { files: ['**/*.ts'], rules: forbidImports(FORGE) },
  {
    name: 'every source file',
    files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what you re-export.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
        { selector: "ExportSpecifier[exported.name='default']", message: 'Use named exports.' },
      ],
    },
  },
  {
    name: 'nothing guessable',
    files: ['packages/*/src/**/*.ts', 'apps/server/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', NO_RANDOM] },
  },
  {
    name: 'packages print nothing',
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/core/src/console-listener.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    name: 'core is pure',
    files: ['packages/core/src/**/*.ts'],
    ignores: TESTS,
    rules: { ...forbidCoreGlobals(), ...forbidImports(FORGE, ...builtinsClosedToCore) },
  },
  {
    name: 'the file that names Date',
    files: ['packages/core/src/time/clock.ts'],
    rules: forbidCoreGlobals('Date'),
  },
  {
    name: 'the file that names Buffer',
    files: ['packages/core/src/encoding/base64.ts'],
    rules: forbidCoreGlobals('Buffer'),
  },
  {
    name: 'the part of core that reads files',
    files: ['packages/core/src/node/**/*.ts'],
    ignores: TESTS,
    rules: forbidImports(FORGE),
  },
  {
    name: 'the files that use node-forge',
    files: FORGE_FILES,
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    name: 'the generated types',
    files: ['packages/client/src/openapi.ts'],
    rules: { '@typescript-eslint/consistent-indexed-object-style': 'off' },
  },
  {
    name: 'tests',
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Parsed JSON and asymmetric matchers are `any`; the assertion itself is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    name: 'Nest',
    files: ['packages/nestjs/**/*.ts', 'apps/example-nestjs/**/*.ts', 'apps/bench/src/*/nest-*.ts'],
    rules: {
      // A module is a class with a decorator and often nothing else.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest types its options as classes and takes plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    name: 'plain JavaScript, type-checked by its JSDoc',
    files: ['**/*.js', '**/*.mjs'],
    rules: {
      // The linter does not see the casts of JSDoc.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    name: 'settings files outside every tsconfig',
    files: ['packages/*/*.config.ts', 'apps/*/*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);

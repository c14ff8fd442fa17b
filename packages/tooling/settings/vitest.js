import { defineConfig } from 'vitest/config';

/**
 * The settings every package tests with; `overrides` are merged into `test`.
 *
 * @param {import('vitest/config').ViteUserConfig['test']} [overrides]
 * @returns {import('vitest/config').ViteUserConfig}
 */
export const testSettings = (overrides = {}) =>
  defineConfig({
    test: {
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      // Two cores shared by several packages' runs: the default of 5 s is too near.
      testTimeout: 20_000,
      hookTimeout: 20_000,
      reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
      ...overrides,
    },
  });

import { defineConfig } from 'tsdown';

/**
 * The one build of every published package: ESM and CommonJS with their types, checked by publint and
 * "are the types wrong" on the packed result.
 *
 * @param {Record<string, string>} entry output name -> source file
 * @returns {import('tsdown').UserConfig}
 */
export const libraryBuild = (entry) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    platform: 'node',
    target: 'node20.19',
    fixedExtension: false,
    dts: true,
    sourcemap: true,
    clean: true,
    publint: { strict: true },
    attw: { profile: 'strict', level: 'error' },
  });

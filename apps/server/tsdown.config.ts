import { defineConfig } from 'tsdown';

// One file, as resolving a thousand takes most of the time that a start would need. The database driver has native code.
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  fixedExtension: false,
  sourcemap: true,
  dts: false,
  deps: { alwaysBundle: [/^(?!better-sqlite3|node:)/], neverBundle: ['better-sqlite3'] },
});

import { defineConfig, type UserConfig } from 'tsdown';
import { buildPages } from './src/pages/build.ts';

const shared: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  fixedExtension: false,
  sourcemap: true,
};

export default defineConfig([
  // One file, as resolving a thousand takes most of the time that a start would need. The database driver has native code.
  {
    ...shared,
    entry: ['src/main.ts'],
    dts: false,
    deps: { alwaysBundle: [/^(?!better-sqlite3|node:)/], neverBundle: ['better-sqlite3'] },
    onSuccess: () => buildPages('dist/static/docs'),
  },
  { ...shared, entry: ['src/embedded.ts'], dts: true, clean: false },
]);

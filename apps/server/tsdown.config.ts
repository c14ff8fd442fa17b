import { cpSync, rmSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

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
  },
  { ...shared, entry: ['src/embedded.ts'], dts: true, clean: false, onSuccess: copyConsole },
]);

/** The server serves the console's page from its own folder. */
function copyConsole(): void {
  rmSync('dist/static/console', { recursive: true, force: true });
  cpSync('../console/dist', 'dist/static/console', { recursive: true });
}

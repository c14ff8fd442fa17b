import { cpSync, rmSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import { buildPages } from './src/pages/build.ts';

const shared: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  fixedExtension: false,
  sourcemap: true,
  outputOptions: { codeSplitting: false },
};

export default defineConfig([
  // One file, as resolving a thousand takes most of the time that a start would need. In it the driver of either database is
  // run when it is asked for. The one with native code stays outside; the other looks for parts that it can do without.
  {
    ...shared,
    entry: ['src/main.ts'],
    dts: false,
    deps: {
      alwaysBundle: [/^(?!better-sqlite3|pg-native|@opentelemetry\/api|node:)/],
      neverBundle: ['better-sqlite3', 'pg-native', '@opentelemetry/api'],
    },
    onSuccess: () => buildPages('dist/static/docs'),
  },
  { ...shared, entry: ['src/embedded.ts'], dts: true, clean: false, onSuccess: copyConsole },
]);

/** The server serves the console's page from its own folder. */
function copyConsole(): void {
  rmSync('dist/static/console', { recursive: true, force: true });
  cpSync('../console/dist', 'dist/static/console', { recursive: true });
}

import { defineConfig } from 'tsdown';

// A program and nothing to import: one file, so that it starts at once; what it depends on is installed beside it.
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  dts: false,
  sourcemap: true,
  clean: true,
  outputOptions: { codeSplitting: false },
  publint: { strict: true },
});

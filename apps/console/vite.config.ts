import { defineConfig } from 'vite';

/** Names with a part of their hash, so that browsers may keep the files for ever. */
const named = 'assets/[name].[hash:8]';

export default defineConfig({
  root: 'src',
  // All addresses count from the page, wherever a proxy puts it.
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing stands in the page itself: its policy allows no inline script, style or data address.
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      output: {
        entryFileNames: `${named}.js`,
        chunkFileNames: `${named}.js`,
        assetFileNames: `${named}[extname]`,
      },
    },
  },
});

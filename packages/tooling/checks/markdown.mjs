import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localBin, ROOT } from '../bootstrap/paths.mjs';

// Compiles every ```ts block of the documentation with the strict settings, each as a module of its own inside the package that it
// speaks of, so that it imports what a reader would import.

/** Where the blocks of files outside all packages are compiled: it depends on what they show. */
const SHOWCASE = 'apps/example-shop';

/** @param {string} file */
function packageOf(file) {
  const folder = file.split('/').slice(0, 2).join('/');
  return existsSync(join(ROOT, folder, 'package.json')) ? folder : SHOWCASE;
}

/** @param {string} text */
function blocksOf(text) {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
}

function documents() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}/README.md`),
  );
  const guides = readdirSync(join(ROOT, 'apps/docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `apps/docs/${name}`);
  return ['README.md', ...folders, ...guides].filter((file) => existsSync(join(ROOT, file)));
}

const settings = {
  extends: '../../../packages/tooling/tsconfig/base.json',
  // Nest's decorators are of the older kind.
  compilerOptions: { noEmit: true, experimentalDecorators: true },
  include: ['*.ts'],
};

/** @type {Set<string>} */
const folders = new Set();
let count = 0;
try {
  for (const file of documents()) {
    for (const [index, block] of blocksOf(readFileSync(join(ROOT, file), 'utf8')).entries()) {
      const folder = join(ROOT, packageOf(file), '.markdown');
      if (!folders.has(folder)) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
        folders.add(folder);
      }
      const name = `${file.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${String(index + 1)}.ts`;
      writeFileSync(join(folder, name), `${block}\nexport {};\n`);
      count++;
    }
  }
  for (const folder of folders) {
    execFileSync(localBin('tsc'), ['-p', folder], { cwd: dirname(folder), stdio: 'inherit' });
  }
  console.log(`${String(count)} blocks of documentation compile`);
} catch {
  console.error('A block of the documentation does not compile: the file name above tells which.');
  process.exitCode = 1;
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';

// Part of the build, not of the server: it puts together the files that the server serves to browsers.

const here = import.meta.dirname;
const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The document comes from this server, and no other is asked about it. */
const settings = {
  url: 'openapi.json',
  dom_id: '#operations',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  filter: true,
  validatorUrl: null,
};

/** Files whose names get a part of their hash, so that browsers may keep them for ever. */
const hashed: Readonly<Record<string, () => Uint8Array>> = {
  'swagger-ui.css': () => readFileSync(join(swagger, 'swagger-ui.css')),
  'swagger-ui-bundle.js': () => readFileSync(join(swagger, 'swagger-ui-bundle.js')),
  'docs.js': () => Buffer.from(`window.SwaggerUIBundle(${JSON.stringify(settings)});\n`),
};

/** Writes the page of the API's description and the style of all plain pages. */
export function buildPages(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const names = new Map(
    Object.entries(hashed).map(([name, read]) => [name, writeHashed(folder, name, read())]),
  );
  const page = readFileSync(join(here, 'docs.html'), 'utf8');
  const filled = page.replaceAll(/\{([\w.-]+)\}/g, (_, name: string) => names.get(name) ?? name);
  writeFileSync(join(folder, 'index.html'), filled);
  copyFileSync(join(here, 'page.css'), join(folder, 'page.css'));
  for (const notice of ['LICENSE', 'NOTICE']) {
    copyFileSync(join(swagger, notice), join(folder, `swagger-ui-${notice}`));
  }
}

function writeHashed(folder: string, name: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
  const extension = extname(name);
  const hashedName = `${name.slice(0, -extension.length)}.${hash}${extension}`;
  writeFileSync(join(folder, hashedName), bytes);
  return hashedName;
}

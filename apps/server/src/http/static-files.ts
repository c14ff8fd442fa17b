import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';

/** A file for browsers. */
export interface StaticFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
}

/** Gives a file of one folder by its name, `undefined` when there is none. */
export type StaticFiles = (name: string) => StaticFile | undefined;

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A name that the build gives to one content only. */
const hashedName = /\.[\w-]{8}\.\w+$/;

/**
 * The files of a folder. Which there are is read once, so that a name can lead nowhere else; each is read when it is first asked for, as
 * most servers never are.
 */
export function openStaticFiles(folder: URL): StaticFiles {
  const names = new Set(readdirSync(folder).filter((name) => extname(name) in types));
  const files = new Map<string, StaticFile>();
  return (name) => {
    if (!names.has(name)) return undefined;
    const file = files.get(name) ?? readStaticFile(folder, name);
    files.set(name, file);
    return file;
  };
}

function readStaticFile(folder: URL, name: string): StaticFile {
  const bytes = readFileSync(new URL(name, folder));
  const digest = createHash('sha256').update(bytes).digest('base64url');
  return {
    bytes,
    type: types[extname(name)] ?? 'application/octet-stream',
    etag: `"${digest}"`,
    cacheControl: hashedName.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { StatusListName } from '../status/status-list.js';
import { errorCode } from './read-license-file.js';

/** A status list as it was signed, with the name by which it was asked for. */
export interface CachedList extends StatusListName {
  readonly text: string;
}

/** What is kept from one process to the next. All of it is signed, and verified again. */
export interface CachedLists {
  readonly trust: string | undefined;
  readonly lists: readonly CachedList[];
}

const mostBytes = 64 * 1024 * 1024;
const nothing: CachedLists = { trust: undefined, lists: [] };

/** Reads the lists that were kept; nothing where there is no such file, or none that can be read. */
export function readCachedLists(path: string): CachedLists {
  try {
    if (statSync(path).size > mostBytes) return nothing;
    const { v, trust, lists } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    return v === 1 && Array.isArray(lists)
      ? { trust: typeof trust === 'string' ? trust : undefined, lists: lists.filter(isCachedList) }
      : nothing;
  } catch {
    return nothing;
  }
}

/** Keeps lists, by a rename: a reader finds all of them or those before. Resolves with the system's code when that failed. */
export async function writeCachedLists(
  path: string,
  { trust, lists }: CachedLists,
): Promise<string | undefined> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, JSON.stringify({ v: 1, trust, lists }), { flag: 'wx', mode: 0o600 });
    await rename(draft, path);
    return undefined;
  } catch (error) {
    await rm(draft, { force: true });
    return errorCode(error);
  }
}

function isCachedList(value: unknown): value is CachedList {
  const { uri, issuer, text } = (value ?? {}) as Partial<Record<string, unknown>>;
  return [uri, issuer, text].every((member) => typeof member === 'string');
}

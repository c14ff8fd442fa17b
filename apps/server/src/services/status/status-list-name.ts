import type { VerifiedDocument } from '@licet/core';
import { statusListUri } from '@licet/issuer';
import type { StatusSlot } from '../../db/status-slots.js';
import { findStatusList, nameStatusList } from '../../db/status-lists.js';
import type { Context } from '../context.js';

/** A name never changes, so that it is looked up once by each process. */
const known = new WeakMap<Context, Map<number, string>>();

/**
 * The name by which documents refer to a list. The first document decides it for ever: a public URL that is set or changed later names
 * only lists that are begun then, as the documents in the others go on asking for theirs.
 */
export async function statusListName(context: Context, list: number): Promise<string> {
  const names = known.get(context) ?? new Map<number, string>();
  known.set(context, names);
  const name = names.get(list) ?? (await readName(context, list));
  names.set(list, name);
  return name;
}

/** The slot that a verified document names. */
export function slotOf({ status }: VerifiedDocument): StatusSlot | undefined {
  const list = status && listOf(status.uri);
  return status && list !== undefined ? { list, slot: status.index } : undefined;
}

/** The number of a list. Both spellings of its name end with it, a URL and a URN. */
export function listOf(uri: string): number | undefined {
  const list = /[:/](\d{1,9})$/.exec(uri)?.[1];
  return list === undefined ? undefined : Number(list);
}

async function readName(context: Context, list: number): Promise<string> {
  const { store, account, publicUrl } = context;
  const row = await findStatusList(store.db, account.id, list);
  const uri = statusListUri({ issuer: account.issuer, publicUrl, list });
  return row?.uri ?? store.write((db) => nameStatusList(db, account.id, list, uri));
}

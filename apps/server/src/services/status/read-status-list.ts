import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EpochSeconds } from '@licet/core';
import { createStatusBits, setStatus, signStatusList } from '@licet/issuer';
import { findStatusList, replaceSignedList } from '../../db/status-lists.js';
import { listEndedSlots, findLastStatusList } from '../../db/status-slots.js';
import type { StatusListRow } from '../../db/tables.js';
import type { Context } from '../context.js';
import { statusListName } from './status-list-name.js';

/** After how long guards and caches should ask again: as late as they may hear of a revocation. */
export const ttlSeconds = 60;
/** For so long may a list be handed on: long enough for a cache to bridge a night without us. */
const lifeSeconds = 86_400;
/** Signed anew by then, changed or not: guards count the days without a signed word from it. */
const renewAfterSeconds = 43_200;
/** So many rows are read in one turn of the event loop: some milliseconds. */
const pageRows = 1024;

/** A signed list, ready to be served. */
export interface PublishedList {
  readonly sequence: number;
  readonly document: string;
}

/** One process signs a list once, however many ask for it meanwhile. */
const running = new WeakMap<Context, Map<number, Promise<PublishedList>>>();

/** The newest signed text of a status list, signed anew when something changed; `undefined` for a list that was not begun yet. */
export async function readStatusList(
  context: Context,
  list: number,
): Promise<PublishedList | undefined> {
  const { store, account } = context;
  const row = await findStatusList(store.db, account.id, list);
  const signed = row && toCurrent(row, store.now());
  if (signed !== undefined) return signed;
  if (list > (await findLastStatusList(store.db, account.id))) return undefined;
  return renewOnce(context, list);
}

async function renewOnce(context: Context, list: number): Promise<PublishedList> {
  const renewals = running.get(context) ?? new Map<number, Promise<PublishedList>>();
  running.set(context, renewals);
  const renewal = renewals.get(list) ?? renew(context, list).finally(() => renewals.delete(list));
  renewals.set(list, renewal);
  return renewal;
}

/** Signs until a text is stored, by this process or by a faster one: no other text is ever served. */
async function renew(context: Context, list: number): Promise<PublishedList> {
  const { store, account } = context;
  const uri = await statusListName(context, list);
  for (;;) {
    const before = await findStatusList(store.db, account.id, list);
    if (before === undefined) throw new Error(`Status list ${String(list)} has no row.`);
    const current = toCurrent(before, store.now());
    if (current !== undefined) return current;
    const signed = await sign(context, before, uri);
    if (await store.write((db) => replaceSignedList(db, before, signed))) return signed;
  }
}

/** What was changed after `changes` was read may be in it already, and makes it be signed once more: never is a change left out. */
async function sign(context: Context, { list, changes, sequence }: StatusListRow, uri: string) {
  const { store, account, signers, lanes } = context;
  const bits = await readBits(context, list);
  const signer = await signers.active('status');
  const issuedAt = store.now();
  const draft = {
    issuer: account.issuer,
    uri,
    bits,
    sequence: nextSequence(sequence, issuedAt),
    issuedAt,
    expiresAt: issuedAt + lifeSeconds,
    ttlSeconds,
  };
  const document = await signStatusList(draft, signer, lanes);
  return { document, issuedAt, sequence: draft.sequence, signedChanges: changes };
}

/** The time where it is higher, so that a database that was restored does not repeat a number that guards have seen. */
export function nextSequence(before: number, now: EpochSeconds): number {
  return Math.max(before + 1, now);
}

async function readBits({ store, account }: Context, list: number): Promise<Uint8Array> {
  const bits = createStatusBits();
  for (let from = 0; ;) {
    const page = await listEndedSlots(store.db, account.id, list, { from, limit: pageRows });
    for (const { slot, status } of page) setStatus(bits, slot, status);
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return bits;
    from = last.slot + 1;
    await nextTurn();
  }
}

function toCurrent(row: StatusListRow, now: EpochSeconds): PublishedList | undefined {
  const { document, sequence, issued_at: issuedAt, changes, signed_changes: signedChanges } = row;
  if (document === null || issuedAt === null || signedChanges === null) return undefined;
  const isCurrent = signedChanges >= changes && now < issuedAt + renewAfterSeconds;
  return isCurrent ? { document, sequence } : undefined;
}

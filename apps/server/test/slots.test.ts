import { expect, it } from 'vitest';
import { insertDocument } from '../src/db/documents.js';
import type { License } from '../src/db/licenses.js';
import type { StatusSlot } from '../src/db/status-slots.js';
import { fail, succeed } from '../src/problems.js';
import { system } from '../src/services/audit/actor.js';
import { findLicense, orderFile } from '../src/services/licenses/change-license.js';
import { commitSigned } from '../src/services/licenses/commit-signed.js';
import { drawSlot, takeSlot } from '../src/services/licenses/draw-slot.js';
import { plainCommit } from '../src/services/write.js';
import { createProducts, sell } from './support/licenses.js';
import { itemsOf, startServerForTest } from './support/test-server.js';

async function startWithLicense() {
  const server = await startServerForTest();
  await createProducts(server);
  await sell(server);
  const { id } = itemsOf(await server.get('/v1/licenses'))[0]!;
  const { context } = server;
  const reach = { accountId: context.account.id, product: undefined };
  const license = await findLicense(context.store.db, reach, id);
  if (!license.ok) throw new Error(license.code);
  return { context, license: license.value };
}

it('a place in a status list that was drawn twice is taken once', async () => {
  const { context } = await startWithLicense();
  const slot = await drawSlot(context);
  const take = (licenseId: string) =>
    context.store.transact((db) => takeSlot(context, db, licenseId, slot));
  expect((await Promise.all([take('a'), take('b')])).sort()).toEqual([false, true]);
  expect(await take('c')).toBe(false);
});

it('a document whose place was taken while it was signed is not stored, but signed again for another', async () => {
  const { context, license } = await startWithLicense();
  const taken = await drawSlot(context);
  await context.store.transact((db) => takeSlot(context, db, 'another', taken));
  const slots: StatusSlot[] = [];
  const outcome = await commitSigned<License>(context, plainCommit(context, system), async () => {
    const slot = slots.length === 0 ? taken : await drawSlot(context);
    slots.push(slot);
    const order = await orderFile(context, license, slot);
    if (order === undefined) return fail('license_not_found', 'It has no file.');
    return {
      orders: [order],
      store: async (db, rows) => {
        for (const row of rows) await insertDocument(db, row);
        return succeed(license);
      },
    };
  });
  expect(outcome.ok).toBe(true);
  expect(slots).toHaveLength(2);
  const documents = await context.store.db
    .selectFrom('documents')
    .select(['gen', 'list', 'slot'])
    .where('license_id', '=', license.license_id)
    .orderBy('gen')
    .execute();
  const { list, slot } = slots[1]!;
  expect(documents.slice(1)).toEqual([{ gen: license.gen + 1, list, slot }]);
});

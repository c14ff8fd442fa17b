import { expect, it } from 'vitest';
import { insertDocument } from '../src/db/documents.js';
import type { License } from '../src/db/licenses.js';
import { takeStatusSlot, type StatusSlot } from '../src/db/status-slots.js';
import { fail, succeed } from '../src/problems.js';
import { v5Paths } from '../src/routes/v5/paths.js';
import { system } from '../src/services/audit/actor.js';
import { findLicense, orderFile } from '../src/services/licenses/change-license.js';
import { commitSigned } from '../src/services/licenses/commit-signed.js';
import { drawSlot } from '../src/services/licenses/draw-slot.js';
import { plainCommit } from '../src/services/write.js';
import { createProducts, sell } from './support/licenses.js';
import { act, create } from './support/sales.js';
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
    context.store.transact((db) => takeStatusSlot(db, context.account.id, licenseId, slot, 1000));
  expect((await Promise.all([take('a'), take('b')])).sort()).toEqual([false, true]);
  expect(await take('c')).toBe(false);
});

it('a document whose place was taken while it was signed is not stored, but signed again for another', async () => {
  const { context, license } = await startWithLicense();
  const taken = await drawSlot(context);
  await context.store.transact((db) =>
    takeStatusSlot(db, context.account.id, 'another', taken, 1000),
  );
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

it('a place belongs to nobody when its document is refused after all', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const { db } = server.context.store;
  const countPlaces = async () =>
    (await db.selectFrom('status_slots').selectAll().execute()).length;
  const { id, serial } = await create(server, { kind: 'token', seats: 1 });
  const generate = (uniqueIdentifier: string) =>
    server.post(v5Paths.generateTokenLicense, {
      ...{ tokenSerial: serial, programID: 'acme-shop' },
      ...{ uniqueIdentifier, boundToComputer: true },
    });
  expect((await generate('a')).status).toBe(200);
  const key = 'TAKEN-KEY';
  await create(server, { kind: 'domain', domain: 'a.example', key });
  const before = await countPlaces();
  expect((await generate('b')).json.code).toBe('no_seat_free');
  const again = { product: 'acme-shop', kind: 'domain', domain: 'b.example', key };
  expect((await server.post('/v1/licenses', again)).json.code).toBe('key_in_use');
  expect(await countPlaces()).toBe(before);
  await act(server, id, 'revoke');
  expect((await generate('c')).json.code).toBe('license_revoked');
  expect(await countPlaces()).toBe(before);
});

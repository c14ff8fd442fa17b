import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./history.mjs').Recorder} Recorder */
/** @typedef {{ id: string, seats: number, endsSoon?: boolean }} Pool a license of which seats are taken; of one that ends soon they are never given back */
/** @typedef {{ id: string, key: string, ends: () => string }} Renewable a license, and ends of which each is later than all before */

const TTL_SECONDS = 60;

/** A client that does its work again and again until it is told to stop. @typedef {(recorder: Recorder, isOver: () => boolean) => Promise<void>} Client */

/** Takes a seat, gives signs of life and gives it back, under a name that nobody else has or that another has too. @param {Pool} pool @param {string} holder @param {boolean} isAlone @returns {Client} */
export const holdSeats = (pool, holder, isAlone) => async (recorder, isOver) => {
  while (!isOver()) {
    const checkout = await takeSeat(recorder, pool, holder);
    if (checkout.status !== 201) continue;
    const { id, generation } = checkout.json;
    for (let signs = randomInt(3); signs > 0; signs--) {
      await sleep(randomInt(20));
      await recorder.send({
        kind: 'heartbeat',
        subject: { lease: id, isAlone },
        path: `/v1/leases/${id}/heartbeat`,
        body: () => ({ generation, ttlSeconds: TTL_SECONDS }),
      });
    }
    await recorder.send({
      kind: 'release',
      subject: { lease: id },
      path: `/v1/leases/${id}/release`,
      body: () => ({ generation }),
    });
  }
};

/** Takes seats and is never heard of again. @param {Pool} pool @param {string} holder @returns {Client} */
export const abandonSeats = (pool, holder) => async (recorder, isOver) => {
  for (let i = 0; !isOver(); i++) {
    await takeSeat(recorder, pool, `${holder}-${String(i)}`);
    await sleep(randomInt(200));
  }
};

/**
 * Takes a seat of a license that ends soon, as does the seat with it; borrows it, or is away until somebody else can have it and then gives a sign of
 * life that comes too late.
 *
 * @param {Pool} pool
 * @param {string} holder
 * @returns {Client}
 */
export const outliveSeats = (pool, holder) => async (recorder, isOver) => {
  while (!isOver()) {
    const checkout = await takeSeat(recorder, pool, holder);
    if (checkout.status !== 201) {
      await sleep(randomInt(50));
      continue;
    }
    const { id: lease, generation } = checkout.json;
    const isBorrowed = randomInt(3) === 0;
    const borrowed = isBorrowed && (await borrow(recorder, lease, generation));
    const { expiresAt } = borrowed && borrowed.status === 201 ? borrowed.json : checkout.json;
    while (!isOver() && Date.now() <= Date.parse(expiresAt)) await sleep(randomInt(50));
    if (isOver() || isBorrowed) continue;
    await recorder.send({
      kind: 'late-heartbeat',
      subject: { lease },
      path: `/v1/leases/${lease}/heartbeat`,
      body: () => ({ generation, ttlSeconds: TTL_SECONDS }),
    });
  }
};

/** @param {Recorder} recorder @param {string} lease @param {number | undefined} generation */
const borrow = (recorder, lease, generation) =>
  recorder.send({
    kind: 'borrow',
    subject: { lease },
    path: `/v1/leases/${lease}/borrow`,
    body: () => ({ generation, days: 1 }),
  });

/** Moves the end of a license on, a few seconds at a time. @param {Pool} pool @returns {Client} */
export const keepAlive =
  ({ id }) =>
  async (recorder, isOver) => {
    for (let second = 0; !isOver();) {
      // Each renewal asks for an end of its own.
      second = Math.max(second + 1, Math.floor(Date.now() / 1000) + 3);
      const validTo = new Date(1000 * second).toISOString();
      await recorder.send({
        kind: 'extend',
        subject: { license: id, validTo },
        path: `/v1/licenses/${id}/renew`,
        body: () => ({ validTo }),
      });
      await sleep(500 + randomInt(500));
    }
  };

/** @param {Recorder} recorder @param {Pool} pool @param {string} holder */
const takeSeat = (recorder, { id, endsSoon = false }, holder) =>
  recorder.send({
    kind: 'checkout',
    subject: { license: id, endsSoon },
    path: '/v1/leases',
    body: () => ({ licenseId: id, holder, ttlSeconds: TTL_SECONDS }),
  });

/** Moves the end of a license, by either operation. @param {Renewable} license @returns {Client} */
export const renew =
  ({ id, key, ends }) =>
  async (recorder, isOver) => {
    while (!isOver()) {
      const validTo = ends();
      const isOperation3 = randomInt(3) === 0;
      await recorder.send({
        kind: 'renew',
        subject: { license: id, validTo },
        path: isOperation3
          ? '/update/LicenseUpdate/RenewDomainLicense'
          : `/v1/licenses/${id}/renew`,
        body: () => (isOperation3 ? { domainKey: key, newValidToDate: validTo } : { validTo }),
      });
    }
  };

/** Reads what the renewals of a license have come to. @param {Renewable} license @returns {Client} */
export const watch =
  ({ id }) =>
  async (recorder, isOver) => {
    while (!isOver()) {
      const readsFile = randomInt(2) === 0;
      await recorder.send({
        kind: readsFile ? 'read-file' : 'read',
        subject: { license: id },
        path: `/v1/licenses/${id}${readsFile ? '/file' : ''}`,
      });
      await sleep(randomInt(20));
    }
  };

/** Has licenses generated for domain keys, in a race with whoever has the same keys: one is enough for each. @param {() => number} nextKey @returns {Client} */
export const generate = (nextKey) => async (recorder, isOver) => {
  while (!isOver()) {
    const name = `raced-${String(nextKey())}`;
    await recorder.send({
      kind: 'generate',
      subject: { domain: `${name}.example` },
      path: '/gen/LicenseGen/generate/domainlic',
      body: () => ({
        scriptname: 'acme-shop',
        domainname: `${name}.example`,
        domainkey: name.toUpperCase(),
      }),
    });
    await sleep(randomInt(20));
  }
};

/** Issues licenses and serials, each marked with the key of its request. @type {Client} */
export const issue = async (recorder, isOver) => {
  const terms = { product: 'acme-shop' };
  const drafts = [
    (/** @type {string} */ key) => ({
      ...terms,
      kind: 'domain',
      domain: `${key}.example`,
      holder: key,
    }),
    (/** @type {string} */ key) => ({ ...terms, kind: 'token', seats: 3, holder: key }),
  ];
  while (!isOver()) {
    for (const draft of drafts) {
      await recorder.send({ kind: 'issue', subject: {}, path: '/v1/licenses', body: draft });
    }
    await recorder.send({
      kind: 'serials',
      subject: {},
      path: '/v1/serials',
      body: (key) => ({ ...terms, count: 3, seats: 1, holder: key }),
    });
    await sleep(randomInt(20));
  }
};

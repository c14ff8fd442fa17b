import { setTimeout as sleep } from 'node:timers/promises';
import { ask, askForAll } from './ask.mjs';

const PAUSE_MS = 20;
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Writers clients whose acknowledged writes are remembered
 * @property {() => number} count how many writes were acknowledged
 * @property {readonly string[]} wrong answers that are neither good nor a 503 with Retry-After
 * @property {(addresses: readonly string[], lanes: number, isOver: () => boolean) => Promise<void>} write
 * @property {(address: string) => Promise<string[]>} findLost what was acknowledged and is not there
 */

/** @param {string} apiKey @returns {Writers} */
export function createWriters(apiKey) {
  let count = 0;
  let named = 0;
  /** @type {Set<string>} */
  const products = new Set();
  /** The latest end that was acknowledged, of each license. @type {Map<string, number>} */
  const ends = new Map();
  /** @type {string[]} */
  const wrong = [];

  /** @param {string} address @param {string} path @param {object} body */
  const send = async (address, path, body) => {
    const answer = await ask(address, apiKey, { path, body });
    if (answer === undefined) return undefined;
    if (answer.status < 300) {
      count += 1;
      return answer.json;
    }
    const isAway = answer.status === 503 && answer.headers.get('retry-after') !== null;
    if (!isAway) wrong.push(`${path}: ${String(answer.status)} ${answer.text}`);
    await sleep(PAUSE_MS);
    return undefined;
  };
  /** A product, a license of it and a renewal of that. @param {string} address */
  const writeOnce = async (address) => {
    const code = `product-${String(named++)}`;
    if ((await send(address, '/v1/products', { code, name: code })) === undefined) return;
    products.add(code);
    const validTo = new Date(Date.now() + DAY_MS).toISOString();
    const draft = { kind: 'domain', product: code, domain: 'shop.example.com', validTo };
    const license = await send(address, '/v1/licenses', draft);
    if (license === undefined) return;
    ends.set(license.id, Date.parse(license.validTo ?? ''));
    const later = new Date(Date.now() + 2 * DAY_MS).toISOString();
    const renewed = await send(address, `/v1/licenses/${license.id}/renew`, { validTo: later });
    if (renewed !== undefined) ends.set(license.id, Date.parse(renewed.validTo ?? ''));
  };

  return {
    count: () => count,
    wrong,
    write: async (addresses, lanes, isOver) => {
      const lane = async (/** @type {number} */ index) => {
        while (!isOver()) {
          await writeOnce(addresses[index % addresses.length] ?? '');
          // A server that is gone refuses at once.
          await sleep(1);
        }
      };
      await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
    },
    findLost: async (address) => {
      // Taken before the lists are, as others go on writing.
      const expected = { products: [...products], ends: [...ends] };
      const codes = new Set(
        (await askForAll(address, apiKey, '/v1/products')).map(({ code }) => code),
      );
      const found = new Map(
        (await askForAll(address, apiKey, '/v1/licenses')).map(({ id, validTo }) => [id, validTo]),
      );
      const isLost = (/** @type {[string, number]} */ [id, end]) =>
        !(Date.parse(found.get(id) ?? '') >= end);
      return [
        ...expected.products.filter((code) => !codes.has(code)),
        ...expected.ends.filter(isLost).map(([id]) => id),
      ];
    },
  };
}

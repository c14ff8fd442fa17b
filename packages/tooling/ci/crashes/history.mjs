import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './ask.mjs';

/** After so long without an answer a client gives up. */
const PATIENCE_MS = 60_000;
const LONGEST_PAUSE_MS = 50;
/** One in so many requests is cut off by its client, after at most so long, before it is sent for good. */
const HANG_UPS = { oneIn: 10, longestMs: 20 };

/**
 * @typedef {object} Subject what a request is about; empty where it is about nothing of the kind
 * @property {string} license
 * @property {string} lease
 * @property {boolean} isAlone nobody else has the holder's name
 * @property {boolean} endsSoon its license may have ended
 * @property {string} domain
 * @property {string} validTo
 */

/**
 * @typedef {object} Event one request of a client, under one key, however often it was sent
 * @property {string} kind
 * @property {string} key its Idempotency-Key, and the mark of what it makes
 * @property {Subject} subject
 * @property {import('./ask.mjs').Request} request
 * @property {number} start milliseconds since 1970, when it was first sent
 * @property {number} end when the answer was there
 * @property {number} cutOff how often it was sent in vain
 * @property {number | undefined} status undefined when nobody knows what became of it
 * @property {import('./ask.mjs').Body} json of the answer
 * @property {string} text of the answer
 */

/**
 * @typedef {object} Recorder
 * @property {readonly Event[]} events
 * @property {(order: { kind: string, subject: Partial<Subject>, path: string, body?: (key: string) => object }) => Promise<Event>} send one request until it
 *   is answered, each time to another server
 */

/** @type {Subject} */
const noSubject = {
  license: '',
  lease: '',
  isAlone: false,
  endsSoon: false,
  domain: '',
  validTo: '',
};
const nothing = /** @type {import('./ask.mjs').Body} */ ({});

/** The time, in milliseconds since 1970 with parts. */
export const now = () => performance.timeOrigin + performance.now();

/**
 * Records what clients ask and what they are answered.
 *
 * @param {() => readonly string[]} addresses of the servers that can be asked at present
 * @param {string} apiKey
 * @returns {Recorder}
 */
export function createRecorder(addresses, apiKey) {
  /** @type {Event[]} */
  const events = [];
  let last = '';
  const another = () => {
    const all = addresses();
    const others = all.filter((address) => address !== last);
    const choice = others.length > 0 ? others : all;
    return (last = choice[randomInt(choice.length || 1)] ?? '');
  };
  return {
    events,
    send: async ({ kind, subject, path, body }) => {
      const key = `${kind}-${String(events.length)}`;
      const request =
        body === undefined ? { path } : { path, body: body(key), idempotencyKey: key };
      const whole = { ...noSubject, ...subject };
      const sent = { kind, key, subject: whole, request, start: now(), end: 0, cutOff: 0 };
      /** @type {Event} */
      const event = { ...sent, status: undefined, json: nothing, text: '' };
      events.push(event);
      if (randomInt(HANG_UPS.oneIn) === 0) {
        const heard = await ask(another(), apiKey, request, randomInt(1, HANG_UPS.longestMs));
        if (heard === undefined) event.cutOff += 1;
      }
      const end = performance.now() + PATIENCE_MS;
      while (performance.now() < end) {
        const answer = await ask(another(), apiKey, request);
        if (answer !== undefined && answer.status !== 503) {
          const { status, json, text } = answer;
          Object.assign(event, { end: now(), status, json, text });
          return event;
        }
        event.cutOff += 1;
        await sleep(randomInt(LONGEST_PAUSE_MS));
      }
      return event;
    },
  };
}

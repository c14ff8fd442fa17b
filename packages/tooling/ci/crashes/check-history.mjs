import { findIssueFaults } from './check-issues.mjs';
import { findRenewalFaults } from './check-renewals.mjs';
import { findSeatFaults } from './check-seats.mjs';

/** @typedef {import('./ask.mjs').Body} Body */
/** @typedef {import('./history.mjs').Event} Event */

/**
 * @typedef {object} Found what the API says when all is over
 * @property {readonly Body[]} licenses
 * @property {readonly Body[]} renewals entries of the audit log
 * @property {readonly Body[]} checkouts entries of the audit log
 * @property {readonly Body[]} borrowings entries of the audit log
 * @property {readonly Body[]} creations of licenses, entries of the audit log
 * @property {ReadonlyMap<string, readonly Body[]>} seats that are taken, of each pool
 * @property {number} since when it was first asked, in milliseconds since 1970
 * @property {number} at when all was answered
 */

/**
 * @typedef {object} Fault
 * @property {'unanswered' | 'answered-wrongly' | 'seat-too-many' | 'effect-lost' | 'effect-doubled' | 'moved-back'} code
 * @property {string} text
 */

/**
 * What is wrong in a history: with what clients were answered, and with what is found afterwards.
 *
 * @param {readonly Event[]} events
 * @param {Found} found
 * @param {readonly import('./clients.mjs').Pool[]} pools
 * @returns {Fault[]}
 */
export function checkHistory(events, found, pools) {
  return [
    ...findAnswerFaults(events),
    ...findSeatFaults(events, found, pools),
    ...findIssueFaults(events, found),
    ...findRenewalFaults(events, found),
  ];
}

/** What each kind of request may be answered. @type {Record<string, (event: Event) => boolean>} */
const expected = {
  checkout: ({ status, json, subject }) =>
    status === 201 ||
    json.code === 'no_seat_free' ||
    (subject.endsSoon && json.code === 'license_expired'),
  heartbeat: ({ status, json, subject }) =>
    status === 200 || (!subject.isAlone && json.code === 'lease_lost'),
  'late-heartbeat': ({ json }) => json.code === 'lease_lost',
  borrow: ({ status, json }) =>
    status === 201 || json.code === 'lease_lost' || json.code === 'license_expired',
  release: ({ status }) => status === 200,
  // It may come when that time has passed.
  extend: ({ status, json }) => status === 200 || json.code === 'date_not_in_future',
  generate: ({ status }) => status === 200,
  renew: ({ status, json }) => status === 200 || json.code === 'date_before_current_end',
  read: ({ status }) => status === 200,
  'read-file': ({ status }) => status === 200,
  issue: ({ status }) => status === 201,
  serials: ({ status }) => status === 201,
};

/** @param {readonly Event[]} events @returns {Fault[]} */
function findAnswerFaults(events) {
  return events
    .filter((event) => event.status === undefined || expected[event.kind]?.(event) !== true)
    .map(({ key, status, text }) =>
      status === undefined
        ? { code: 'unanswered', text: key }
        : { code: 'answered-wrongly', text: `${key}: ${String(status)} ${text}` },
    );
}

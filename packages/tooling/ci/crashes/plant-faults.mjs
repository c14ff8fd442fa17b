import { checkHistory } from './check-history.mjs';

/** @typedef {import('./check-history.mjs').Fault} Fault */
/** @typedef {import('./history.mjs').Event} Event */
/** @typedef {import('./races.mjs').Race} Race */

const DAY_MS = 86_400_000;

/** What a broken server would have left behind in a history. @type {readonly (readonly [title: string, code: Fault['code'], plant: (race: Race) => Race])[]} */
const plants = [
  ['a license that was issued twice', 'effect-doubled', withLicenseTwice],
  ['a license that is gone', 'effect-lost', withoutLicense],
  ['a serial that is gone', 'effect-lost', withoutSerial],
  ['a seat more than there are', 'seat-too-many', withSeatMore],
  ['a seat that was taken from its holder', 'answered-wrongly', withLeaseLost],
  ['a checkout that was done twice', 'effect-doubled', withCheckoutTwice],
  ['a renewal that was done twice', 'effect-doubled', withRenewalTwice],
  ['a renewal that is gone', 'effect-lost', withoutRenewal],
  ['an end that moved back', 'moved-back', withEarlierEnd],
  ['a generation that came twice', 'moved-back', withGenerationTwice],
  ['a seat that passed on with an old generation', 'moved-back', withOldGeneration],
  ['a lease that came back after its end', 'answered-wrongly', withLeaseBack],
  ['a borrowing that is gone', 'effect-lost', withoutBorrowing],
  ['a domain key with two licenses', 'effect-doubled', withKeyTwice],
  ['a license that nobody recorded', 'effect-lost', withoutCreation],
  ['a request that nobody answered', 'unanswered', withoutAnswer],
];

/**
 * Puts one fault at a time into a history that has none, and tells which of them the check finds.
 *
 * @param {Race} race
 */
export function findPlantedFaults(race) {
  return plants.map(([title, code, plant]) => {
    const { events, found, pools } = plant(race);
    const faults = checkHistory(events, found, pools);
    return { title, isFound: faults.some((fault) => fault.code === code) };
  });
}

/** What a request was answered that did what it was to do. @param {Race} race @param {string} kind @returns {Event} */
function lastOf({ events }, kind) {
  const all = events.filter((event) => event.kind === kind && (event.status ?? 500) < 300);
  return presentIn(all.reverse(), kind)[0];
}

/** @template T @param {readonly T[]} all @param {string} what @returns {readonly [T, ...T[]]} */
function presentIn([first, ...others], what) {
  if (first === undefined) throw new Error(`The history has no ${what}.`);
  return [first, ...others];
}

/** @param {Race} race @param {Partial<Race['found']>} change @returns {Race} */
const finding = (race, change) => ({ ...race, found: { ...race.found, ...change } });

/** @param {Race} race @param {Event} event @param {Partial<Event>} change @returns {Race} */
const telling = (race, event, change) => ({
  ...race,
  events: race.events.map((one) => (one === event ? { ...event, ...change } : one)),
});

/** @param {Race} race */
function withLicenseTwice(race) {
  const { key, json } = lastOf(race, 'issue');
  const another = { ...json, id: 'lic_another', holder: key };
  return finding(race, { licenses: [...race.found.licenses, another] });
}

/** @param {Race} race */
function withoutLicense(race) {
  return withoutId(race, lastOf(race, 'issue').json.id);
}

/** @param {Race} race */
function withoutSerial(race) {
  return withoutId(race, lastOf(race, 'serials').json.items[0]?.id);
}

/** @param {Race} race @param {string | undefined} lost */
const withoutId = (race, lost) =>
  finding(race, { licenses: race.found.licenses.filter(({ id }) => id !== lost) });

/** Others are given as many seats as there are, and one more, at the moment when somebody has one. @param {Race} race */
function withSeatMore(race) {
  const [pool] = presentIn(race.pools, 'pool');
  const [checkout] = presentIn(
    race.events.filter(
      ({ kind, subject, status }) =>
        kind === 'checkout' && subject.license === pool.id && status === 201,
    ),
    'checkout',
  );
  const more = Array.from({ length: pool.seats + 1 }, (_, index) => `lease_${String(index)}`);
  const events = more.flatMap((id) => toHolding(checkout, id));
  const checkouts = [
    ...race.found.checkouts,
    ...more.map((target) => ({ ...checkout.json, target })),
  ];
  return { ...finding(race, { checkouts }), events: [...race.events, ...events] };
}

/** A lease that is given back soon. @param {Event} checkout @param {string} lease @returns {Event[]} */
function toHolding(checkout, lease) {
  const { subject, json, end } = checkout;
  const release = { kind: 'release', status: 200, start: end + 1, subject: { ...subject, lease } };
  return [
    { ...checkout, json: { ...json, id: lease } },
    { ...checkout, ...release },
  ];
}

/** @param {Race} race */
function withLeaseLost(race) {
  const alone = race.events.filter(({ kind, subject }) => kind === 'heartbeat' && subject.isAlone);
  const [heartbeat] = presentIn(alone, 'heartbeat');
  return telling(race, heartbeat, { status: 409, json: { ...heartbeat.json, code: 'lease_lost' } });
}

/** @param {Race} race */
function withCheckoutTwice(race) {
  const { checkouts } = race.found;
  return finding(race, { checkouts: [...checkouts, ...checkouts.slice(-1)] });
}

/** @param {Race} race */
function withRenewalTwice(race) {
  const { renewals } = race.found;
  return finding(race, { renewals: [...renewals, ...renewals.slice(-1)] });
}

/** The database is as if the last renewal of a license had never been. @param {Race} race */
function withoutRenewal(race) {
  const { license } = lastOf(race, 'renew').subject;
  const ours = race.found.renewals.filter(({ target }) => target === license);
  const [last] = presentIn(
    ours.sort((a, b) => Date.parse(b.details.validTo) - Date.parse(a.details.validTo)),
    'renewal',
  );
  const { previousValidTo: validTo } = last.details;
  return finding(race, {
    renewals: race.found.renewals.filter((entry) => entry !== last),
    licenses: race.found.licenses.map((one) => (one.id === license ? { ...one, validTo } : one)),
  });
}

/** @param {Race} race */
function withEarlierEnd(race) {
  const read = lastOf(race, 'read');
  const validTo = new Date(Date.parse(read.json.validTo ?? '') - DAY_MS).toISOString();
  return telling(race, read, { json: { ...read.json, validTo } });
}

/** @param {Race} race */
function withGenerationTwice(race) {
  const renewals = race.events.filter(
    ({ kind, status, json }) => kind === 'renew' && status === 200 && json.generation !== undefined,
  );
  const [first] = presentIn(renewals, 'renewal');
  const later = renewals.filter(
    ({ subject, start }) => subject.license === first.subject.license && start > first.end,
  );
  const [next] = presentIn(later, 'second renewal');
  const { generation = 0 } = first.json;
  return telling(race, next, { json: { ...next.json, generation } });
}

/** Two leases of one seat, long before all others, have the same generation. @param {Race} race */
function withOldGeneration(race) {
  const soon = race.pools.find(({ endsSoon }) => endsSoon === true);
  const [checkout] = presentIn(
    race.events.filter(
      ({ kind, status, subject }) =>
        kind === 'checkout' && status === 201 && subject.license === soon?.id,
    ),
    'seat that ends',
  );
  const events = [1, 2].map((second) => {
    const expiresAt = new Date(1000 * second + 500).toISOString();
    const json = { ...checkout.json, id: `lease_${String(second)}`, generation: 7, expiresAt };
    return { ...checkout, end: 1000 * second, json };
  });
  return { ...race, events: [...race.events, ...events] };
}

/** @param {Race} race */
function withLeaseBack(race) {
  const late = race.events.filter(({ kind }) => kind === 'late-heartbeat');
  const [heartbeat] = presentIn(late, 'late sign of life');
  const json = { ...heartbeat.json, code: '', expiresAt: '2100-01-01T00:00:00Z' };
  return telling(race, heartbeat, { status: 200, json });
}

/** @param {Race} race */
function withoutBorrowing(race) {
  const [first] = presentIn(race.found.borrowings, 'borrowing');
  return finding(race, { borrowings: race.found.borrowings.filter((entry) => entry !== first) });
}

/** @param {Race} race */
function withKeyTwice(race) {
  const raced = race.found.licenses.filter(({ domains = [] }) =>
    domains.some(({ name }) => name.startsWith('raced-')),
  );
  const [first] = presentIn(raced, 'raced key');
  const another = { ...first, id: 'lic_another' };
  return finding(race, { licenses: [...race.found.licenses, another] });
}

/** @param {Race} race */
function withoutCreation(race) {
  return finding(race, { creations: race.found.creations.slice(1) });
}

/** @param {Race} race */
function withoutAnswer(race) {
  return telling(race, lastOf(race, 'read'), { status: undefined });
}

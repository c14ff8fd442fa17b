import { checkHistory } from './check-history.mjs';

/** @typedef {import('./check-history.mjs').Fault} Fault */
/** @typedef {import('./history.mjs').Event} Event */
/** @typedef {import('./races.mjs').Race} Race */

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

/** @param {Race} race @param {string} kind */
const lastOf = ({ events }, kind) => {
  const all = events.filter((event) => event.kind === kind && (event.status ?? 500) < 300);
  const last = all.at(-1);
  if (last === undefined) throw new Error(`The history has no ${kind}.`);
  return last;
};

/** @param {Race} race @param {Partial<Race['found']>} change @returns {Race} */
const finding = (race, change) => ({ ...race, found: { ...race.found, ...change } });

/** @param {Race} race @param {Event} event @param {Partial<Event>} change @returns {Race} */
const telling = (race, event, change) => ({
  ...race,
  events: race.events.map((one) => (one === event ? { ...event, ...change } : one)),
});

/** @param {Race} race */
function withLicenseTwice(race) {
  const { key } = lastOf(race, 'issue');
  const { licenses } = race.found;
  return finding(race, { licenses: [...licenses, { id: 'lic_another', holder: key }] });
}

/** @param {Race} race */
function withoutLicense(race) {
  const { json } = lastOf(race, 'issue');
  return finding(race, { licenses: race.found.licenses.filter(({ id }) => id !== json.id) });
}

/** @param {Race} race */
function withoutSerial(race) {
  const { id: lost } = lastOf(race, 'serials').json.items[0];
  return finding(race, { licenses: race.found.licenses.filter(({ id }) => id !== lost) });
}

/** Somebody else is given every seat that anybody has. @param {Race} race */
function withSeatMore(race) {
  const [{ id = '', seats = 0 } = {}] = race.pools;
  const held = race.events.filter(
    ({ kind, subject, status }) => kind === 'checkout' && subject.license === id && status === 201,
  );
  const [first] = held;
  if (first === undefined) throw new Error('The history has no checkout.');
  const others = Array.from({ length: seats + 1 }, (_, index) => ({
    ...first,
    json: { ...first.json, id: `lse_${String(index)}` },
  }));
  const releases = others.map(({ json, end }) => ({
    ...first,
    kind: 'release',
    status: 200,
    subject: { lease: json.id },
    start: end + 1,
    json: {},
  }));
  const checkouts = [...race.found.checkouts, ...others.map(({ json }) => ({ target: json.id }))];
  return { ...finding(race, { checkouts }), events: [...race.events, ...others, ...releases] };
}

/** @param {Race} race */
function withLeaseLost(race) {
  const alone = race.events.find(({ kind, subject }) => kind === 'heartbeat' && subject.isAlone);
  if (alone === undefined) throw new Error('The history has no heartbeat.');
  return telling(race, alone, { status: 409, json: { code: 'lease_lost' } });
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
  const { subject } = lastRenewal(race);
  const isLast = (/** @type {any} */ { target, details }) =>
    target === subject.license && Date.parse(details.validTo) === Date.parse(subject.validTo);
  const last = race.found.renewals.find(isLast);
  return finding(race, {
    renewals: race.found.renewals.filter((entry) => entry !== last),
    licenses: race.found.licenses.map((license) =>
      license.id === subject.license
        ? { ...license, validTo: last.details.previousValidTo }
        : license,
    ),
  });
}

/** The one that made the latest end. @param {Race} race */
function lastRenewal(race) {
  const { subject } = lastOf(race, 'renew');
  const [latest] = race.events
    .filter(
      (event) =>
        event.kind === 'renew' && event.status === 200 && event.subject.license === subject.license,
    )
    .sort((a, b) => Date.parse(b.subject.validTo) - Date.parse(a.subject.validTo));
  return latest ?? lastOf(race, 'renew');
}

/** @param {Race} race */
function withEarlierEnd(race) {
  const read = lastOf(race, 'read');
  const validTo = new Date(Date.parse(read.json.validTo) - 86_400_000).toISOString();
  return telling(race, read, { json: { ...read.json, validTo } });
}

/** @param {Race} race */
function withGenerationTwice(race) {
  const renewals = race.events
    .filter(({ kind, status, json }) => kind === 'renew' && status === 200 && json.generation)
    .sort((a, b) => a.end - b.end);
  const first = renewals[0];
  const next = renewals.find(
    ({ subject, start }) =>
      first !== undefined && subject.license === first.subject.license && start > first.end,
  );
  if (first === undefined || next === undefined) throw new Error('The history has no renewals.');
  return telling(race, next, { json: { ...next.json, generation: first.json.generation } });
}

/** @param {Race} race */
function withoutAnswer(race) {
  return telling(race, lastOf(race, 'read'), { status: undefined, json: undefined });
}

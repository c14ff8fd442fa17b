/** @typedef {import('./ask.mjs').Body} Body */
/** @typedef {import('./history.mjs').Event} Event */
/** @typedef {import('./check-history.mjs').Fault} Fault */
/** @typedef {import('./check-history.mjs').Found} Found */

/**
 * @typedef {object} Sight what somebody was told of a license
 * @property {Event} event
 * @property {number} validTo milliseconds since 1970
 * @property {number | undefined} generation operation 3 does not tell
 */

/** @param {readonly Event[]} events @param {Found} found @returns {Fault[]} */
export function findRenewalFaults(events, found) {
  const licenses = new Set(events.filter(isRenewal).map(({ subject }) => subject.license));
  return [...licenses].flatMap((license) => {
    const ours = events.filter(({ subject }) => subject.license === license);
    const renewed = ours.filter((event) => isRenewal(event) && event.status === 200);
    const entries = found.renewals.filter(({ target }) => target === license);
    return [
      ...compareEntries(license, renewed, entries),
      ...followEntries(license, entries, found),
      ...findMovesBack(ours.flatMap(toSight)),
    ];
  });
}

/** @param {Event} event */
const isRenewal = ({ kind }) => kind === 'renew' || kind === 'extend';

/** Each renewal asks for an end of its own. @param {string} license @param {readonly Event[]} renewed @param {readonly Body[]} entries @returns {Fault[]} */
function compareEntries(license, renewed, entries) {
  /** @type {Map<number, number>} */
  const counts = new Map(renewed.map(({ subject }) => [Date.parse(subject.validTo), 0]));
  for (const { details } of entries) {
    const validTo = Date.parse(details.validTo);
    counts.set(validTo, (counts.get(validTo) ?? 1) + 1);
  }
  return [...counts].flatMap(([validTo, count]) => {
    if (count === 1) return [];
    const text = `renewal of ${license} to ${new Date(validTo).toISOString()}`;
    return [{ code: count === 0 ? 'effect-lost' : 'effect-doubled', text }];
  });
}

/** Each renewal starts from what the one before made, and the last is what is there. @param {string} license @param {readonly Body[]} entries @param {Found} found @returns {Fault[]} */
function followEntries(license, entries, { licenses }) {
  const inOrder = entries
    .map(({ details }) => details)
    .sort((a, b) => Date.parse(a.validTo) - Date.parse(b.validTo));
  const end = licenses.find(({ id }) => id === license)?.validTo;
  return [...inOrder.slice(1).map(({ previousValidTo }) => previousValidTo), end].flatMap(
    (next, index) => {
      const before = inOrder[index]?.validTo;
      if (before === undefined || before === next) return [];
      return [
        { code: 'effect-lost', text: `${license} was renewed to ${before}, then ${String(next)}` },
      ];
    },
  );
}

/** @param {Event} event @returns {Sight[]} */
function toSight(event) {
  const { kind, status, json, text, subject } = event;
  if (status !== 200) return [];
  if (kind === 'read-file') {
    const [, payload = ''] = text.split('.');
    const claims = /** @type {{ exp: number, gen: number }} */ (
      JSON.parse(Buffer.from(payload, 'base64url').toString())
    );
    return [{ event, validTo: claims.exp * 1000, generation: claims.gen }];
  }
  if (!isRenewal(event) && kind !== 'read') return [];
  return [
    { event, validTo: Date.parse(json.validTo ?? subject.validTo), generation: json.generation },
  ];
}

/** Who asks after somebody was told is told no less, and who renews then makes more of it. @param {readonly Sight[]} sights @returns {Fault[]} */
function findMovesBack(sights) {
  const byEnd = [...sights].sort((a, b) => a.event.end - b.event.end);
  const known = { validTo: 0, generation: 0 };
  let next = 0;
  return [...sights]
    .sort((a, b) => a.event.start - b.event.start)
    .flatMap(({ event, validTo, generation = Infinity }) => {
      for (; (byEnd[next]?.event.end ?? Infinity) < event.start; next++) {
        known.validTo = Math.max(known.validTo, byEnd[next]?.validTo ?? 0);
        known.generation = Math.max(known.generation, byEnd[next]?.generation ?? 0);
      }
      const least = isRenewal(event) ? 1 : 0;
      const isForward = validTo >= known.validTo + least && generation >= known.generation + least;
      return isForward ? [] : [{ code: 'moved-back', text: event.key }];
    });
}

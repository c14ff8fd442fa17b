/** @typedef {import('./history.mjs').Event} Event */
/** @typedef {import('./check-history.mjs').Fault} Fault */
/** @typedef {import('./check-history.mjs').Found} Found */
/** @typedef {import('./clients.mjs').Pool} Pool */

/**
 * @typedef {object} Holding the time in which a seat was surely held: from the first answer that said so until it was given back, or its end
 * @property {string} license
 * @property {string} lease
 * @property {number} seat its number
 * @property {number} generation
 * @property {number} from
 * @property {number} until
 * @property {number} expiresAt
 */

/** @param {readonly Event[]} events @param {Found} found @param {readonly Pool[]} pools @returns {Fault[]} */
export function findSeatFaults(events, found, pools) {
  const holdings = toHoldings(events);
  return [
    ...pools.flatMap((pool) => findSeatsTooMany(holdings, pool)),
    ...compareLeases('checkout', new Set(holdings.map(({ lease }) => lease)), found.checkouts),
    ...compareLeases('borrow', findBorrowed(events), found.borrowings),
    ...pools.flatMap((pool) => findOldGenerations(holdings, pool)),
    ...pools.flatMap((pool) => compareSeats(holdings, found, pool)),
  ];
}

/** How many seats of a license were surely held at the moment when most were. @param {readonly Event[]} events @param {Pool} pool */
export const mostSeats = (events, pool) => findPeak(toHoldings(events), pool).most;

/** @param {readonly Event[]} events @returns {Holding[]} */
function toHoldings(events) {
  /** @type {Map<string, Holding>} */
  const holdings = new Map();
  for (const { kind, status, json, subject, end } of events) {
    if (kind !== 'checkout' || status !== 201) continue;
    const { license } = subject;
    const { id: lease, seat, generation = 0 } = json;
    const from = Math.min(end, holdings.get(lease)?.from ?? Infinity);
    const place = { license, lease, seat, generation };
    holdings.set(lease, { ...place, from, until: Infinity, expiresAt: 0 });
  }
  for (const { kind, status, json, subject, start } of events) {
    const holding = holdings.get(kind === 'checkout' ? json.id : subject.lease);
    if (holding === undefined) continue;
    if (kind === 'release') holding.until = Math.min(holding.until, start);
    else if (status === 200 || status === 201)
      holding.expiresAt = Math.max(holding.expiresAt, Date.parse(json.expiresAt));
  }
  for (const holding of holdings.values())
    holding.until = Math.min(holding.until, holding.expiresAt);
  return [...holdings.values()];
}

/** @param {readonly Holding[]} holdings @param {Pool} pool */
function findPeak(holdings, pool) {
  const moments = holdings
    .filter(({ license, from, until }) => license === pool.id && from < until)
    .flatMap(({ from, until }) => [
      { at: from, change: 1 },
      { at: until, change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let held = 0;
  let peak = { most: 0, at: 0 };
  for (const { at, change } of moments) {
    held += change;
    if (held > peak.most) peak = { most: held, at };
  }
  return peak;
}

/** @param {readonly Holding[]} holdings @param {Pool} pool @returns {Fault[]} */
function findSeatsTooMany(holdings, pool) {
  const { most, at } = findPeak(holdings, pool);
  if (most <= pool.seats) return [];
  const when = new Date(at).toISOString();
  return [{ code: 'seat-too-many', text: `${String(most)} of ${String(pool.seats)} at ${when}` }];
}

/** @param {readonly Event[]} events */
const findBorrowed = (events) =>
  new Set(
    events
      .filter(({ kind, status }) => kind === 'borrow' && status === 201)
      .map(({ subject }) => subject.lease),
  );

/** Each is recorded once, and none that nobody was told of. @param {string} what @param {ReadonlySet<string>} leases @param {Found['checkouts']} entries @returns {Fault[]} */
function compareLeases(what, leases, entries) {
  /** @type {Map<string, number>} */
  const counts = new Map([...leases].map((lease) => [lease, 0]));
  for (const { target } of entries) counts.set(target, (counts.get(target) ?? 1) + 1);
  return [...counts].flatMap(([lease, count]) => {
    if (count === 1) return [];
    return [{ code: count === 0 ? 'effect-lost' : 'effect-doubled', text: `${what} ${lease}` }];
  });
}

/** Who is told to hold a seat has it, and nobody else has one. @param {readonly Holding[]} holdings @param {Found} found @param {Pool} pool @returns {Fault[]} */
function compareSeats(holdings, { seats, since, at }, pool) {
  const present = new Set((seats.get(pool.id) ?? []).map(({ leaseId }) => leaseId));
  const ours = holdings.filter(({ license }) => license === pool.id);
  const lost = ours.filter(({ lease, until }) => until > at && !present.has(lease));
  for (const { lease, until } of ours) if (until > since) present.delete(lease);
  return [
    ...lost.map(
      ({ lease }) => /** @type {Fault} */ ({ code: 'effect-lost', text: `seat of ${lease}` }),
    ),
    ...[...present].map(
      (lease) => /** @type {Fault} */ ({ code: 'effect-doubled', text: `seat of ${lease}` }),
    ),
  ];
}

/** Whoever takes a seat has a greater generation than all that had it before. @param {readonly Holding[]} holdings @param {Pool} pool @returns {Fault[]} */
function findOldGenerations(holdings, pool) {
  /** @type {Map<number, number>} */
  const newest = new Map();
  return holdings
    .filter(({ license, from, until }) => license === pool.id && from < until)
    .sort((a, b) => a.from - b.from)
    .flatMap(({ lease, seat, generation }) => {
      const isLater = generation > (newest.get(seat) ?? 0);
      newest.set(seat, generation);
      return isLater ? [] : [{ code: 'moved-back', text: `generation of ${lease}` }];
    });
}

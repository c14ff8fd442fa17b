/** @typedef {import('./ask.mjs').Body} Body */
/** @typedef {import('./check-history.mjs').Fault} Fault */

/**
 * What was issued under a key is there, as it was answered, and nothing else is: each license is marked with the key of its request.
 *
 * @param {readonly import('./history.mjs').Event[]} events
 * @param {import('./check-history.mjs').Found} found
 * @returns {Fault[]}
 */
export function findIssueFaults(events, { licenses, creations }) {
  const answered = new Map(
    events
      .filter(({ kind, status }) => (kind === 'issue' || kind === 'serials') && status === 201)
      .map(({ kind, key, json }) => [key, kind === 'serials' ? json.items : [json]]),
  );
  /** @type {Map<string, Body[]>} */
  const marked = new Map();
  for (const license of licenses) {
    const { holder } = license;
    if (holder !== undefined) marked.set(holder, [...(marked.get(holder) ?? []), license]);
  }
  return [
    ...[...new Set([...answered.keys(), ...marked.keys()])].flatMap((key) =>
      compare(key, answered.get(key) ?? [], marked.get(key) ?? []),
    ),
    ...findRacedFaults(events, licenses),
    ...countEach(
      licenses.map(({ id }) => id),
      creations.map(({ target }) => target),
    ),
  ];
}

/** A domain key that several asked for has one license. @param {readonly import('./history.mjs').Event[]} events @param {readonly Body[]} licenses */
function findRacedFaults(events, licenses) {
  const wanted = events.filter(({ kind, status }) => kind === 'generate' && status === 200);
  const domains = licenses.flatMap((license) => (license.domains ?? []).map(({ name }) => name));
  return countEach(
    [...new Set(wanted.map(({ subject }) => subject.domain))],
    domains.filter((name) => name.startsWith('raced-')),
  );
}

/** Each that is expected was found once, and nothing else was. @param {readonly string[]} expected @param {readonly string[]} found @returns {Fault[]} */
function countEach(expected, found) {
  /** @type {Map<string, number>} */
  const counts = new Map(expected.map((name) => [name, 0]));
  for (const name of found) counts.set(name, (counts.get(name) ?? 1) + 1);
  return [...counts].flatMap(([name, count]) =>
    count === 1 ? [] : [{ code: count === 0 ? 'effect-lost' : 'effect-doubled', text: name }],
  );
}

/** @param {string} key @param {readonly Body[]} answered @param {readonly Body[]} found @returns {Fault[]} */
function compare(key, answered, found) {
  const lost = answered.filter(({ id }) => !found.some((license) => license.id === id));
  const surplus = found.filter(({ id }) => !answered.some((license) => license.id === id));
  return [
    ...lost.map(({ id }) => /** @type {Fault} */ ({ code: 'effect-lost', text: `${key}: ${id}` })),
    ...surplus.map(
      ({ id }) => /** @type {Fault} */ ({ code: 'effect-doubled', text: `${key}: ${id}` }),
    ),
  ];
}

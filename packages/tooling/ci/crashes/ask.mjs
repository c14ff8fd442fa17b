/** Longer than the server takes to give up a database that does not answer. */
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * @typedef {object} Request
 * @property {string} path
 * @property {object} [body] of a POST; without it a GET is sent
 * @property {string} [idempotencyKey]
 */

/**
 * @typedef {object} Body what is in answers and their lists, in each some of it
 * @property {string} id
 * @property {string} code
 * @property {string} key
 * @property {string} [holder]
 * @property {string} [validTo]
 * @property {string} expiresAt
 * @property {number} [generation]
 * @property {string} leaseId
 * @property {number} seat
 * @property {{ name: string }[]} [domains]
 * @property {string} target
 * @property {{ validTo: string, previousValidTo: string }} details
 * @property {string} use
 * @property {string} pem
 * @property {Body[]} items
 * @property {string | null} nextCursor
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} text
 * @property {Body} json with nothing in it when the text is none
 * @property {Headers} headers
 */

/**
 * One answer, or undefined when the connection was cut off before its end: then nobody knows what became of the request.
 *
 * @param {string} address
 * @param {string} apiKey
 * @param {Request} request
 * @param {number} [patience] milliseconds until the client hangs up
 * @returns {Promise<Answer | undefined>}
 */
export async function ask(
  address,
  apiKey,
  { path, body, idempotencyKey },
  patience = ANSWER_TIMEOUT_MS,
) {
  try {
    const answer = await fetch(address + path, {
      signal: AbortSignal.timeout(patience),
      headers: {
        'x-api-key': apiKey,
        'content-type': 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: toJson(text), headers: answer.headers };
  } catch {
    return undefined;
  }
}

/** Like {@link ask}, for answers that have to be good. @param {string} address @param {string} apiKey @param {Request} request @returns {Promise<Body>} */
export async function askFor(address, apiKey, request) {
  const answer = await ask(address, apiKey, request);
  if (answer === undefined || answer.status >= 300) {
    throw new Error(`${request.path}: ${String(answer?.status)} ${answer?.text ?? ''}`);
  }
  return answer.json;
}

/** All items of a list. @param {string} address @param {string} apiKey @param {string} path @returns {Promise<Body[]>} */
export async function askForAll(address, apiKey, path) {
  const items = [];
  const start = `${path}${path.includes('?') ? '&' : '?'}limit=100`;
  for (let next = start; ;) {
    const page = await askFor(address, apiKey, { path: next });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    next = `${start}&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

/** @param {string} text @returns {Body} */
function toJson(text) {
  try {
    return /** @type {Body} */ (JSON.parse(text));
  } catch {
    return /** @type {Body} */ ({});
  }
}

/**
 * What a server answers to a request with its secret key: a GET, or a POST of `body`. Rejects when the server refuses it.
 *
 * @param {Pick<import('./start-fresh-server.mjs').FreshServer, 'address' | 'secretKey'>} server
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<unknown>}
 */
export async function callServer({ address, secretKey }, path, body) {
  const answer = await fetch(address + path, {
    headers: { 'x-api-key': secretKey, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered ${String(answer.status)}: ${text}`);
  return JSON.parse(text);
}

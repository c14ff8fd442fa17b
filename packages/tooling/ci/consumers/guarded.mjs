/**
 * @typedef {object} Consumer
 * @property {string} title
 * @property {readonly string[]} packages all that is installed, each with what it depends on
 * @property {readonly (readonly [names: string, from: string])[]} imports
 * @property {string} body
 * @property {string} [prints] what it has to print
 * @property {boolean} [skipLibCheck] when the types of the framework itself are not strict
 */

/** @type {Consumer['imports']} */
export const NODE = [
  ['{ once }', 'node:events'],
  ['{ readFileSync }', 'node:fs'],
  ['{ createServer, get }', 'node:http'],
];

export const OPTIONS = `{
  product: 'acme-shop',
  license: licenseFile('license.dat'),
  publicKeys: readFileSync('root.pem', 'utf8'),
  onEvent: () => undefined,
}`;

/** Asks what `start` has started for two hosts, stops it, and leaves it to Node to find that nothing is left to do. */
const ASK = `
const main = async () => {
  const { server, stop } = await start();
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() /*as import('node:net').AddressInfo*/;
  const ask = (host/*: string*/) =>
    new Promise/*<number | undefined>*/((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
  const statuses = await Promise.all(['shop.example.com', 'other.test'].map(ask));
  await stop();
  if (statuses.join() !== '200,403') throw new Error('answered ' + statuses.join());
  console.log('served and refused');
};
void main();
`;

/** @param {Consumer} consumer @returns {Consumer} */
export const guarded = ({ imports, body, ...consumer }) => ({
  ...consumer,
  imports: [...NODE, ...imports],
  body: body + ASK,
  prints: 'served and refused\n',
});

/** Serves with a gate, the last thing that `start` does. */
export const SERVE_GATE = `  const server = serve(gate);
  const stop = () => {
    gate.close();
    server.close();
  };
  return { server, stop };`;

/** A server without a framework, around a gate. */
export const BARE_SERVER = `
const serve = (gate/*: Gate*/) =>
  createServer((request, response) => {
    const decision = gate.check({
      rawHeaders: request.rawHeaders,
      url: request.url ?? '',
      method: request.method ?? '',
      remoteAddress: request.socket.remoteAddress,
      localAddress: request.socket.localAddress,
    });
    if (decision.allowed) {
      response.end(decision.access.host);
      return;
    }
    const { status, headers, body } = toRefusal(decision, request.headers.accept);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
`;

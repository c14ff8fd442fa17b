import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openConnections, type Connection } from './connection.js';
import { postRequest, product, startProgram, type RunningServer } from './licensing-server.js';
import { expectStatus, type Work } from './load.js';
import { randomBelow } from './stock/licenses.js';

/** Names the folder of another licensing server, as whoever wants the comparison fetched and installed it: nothing of it is here. */
export const casaziumVariable = 'LICET_BENCH_CASAZIUM';

/** The folder of casazium/license; `undefined` when none is named. */
export function findCasazium(): string | undefined {
  const named = process.env[casaziumVariable];
  if (named === undefined || named === '') return undefined;
  const folder = resolve(named);
  for (const needed of ['src/app.js', 'node_modules/fastify']) {
    if (!existsSync(join(folder, needed)))
      throw new Error(`${casaziumVariable} names a folder without ${needed}: ${folder}`);
  }
  return folder;
}

/** Starts it from its folder, with a database of its own and its log on, as ours. */
export function startCasazium(folder: string, database: string): Promise<RunningServer> {
  const env = {
    NODE_ENV: 'production',
    DB_FILE: database,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  };
  return startProgram(pathToFileURL(join(folder, 'src', 'app.js')), [], env, { folder });
}

const insertRequest = postRequest('/v1/issue-license', '', {
  tier: 'standard',
  product_id: product,
  issued_to: 'shop.example.com',
  expires_at: '2099-12-31T00:00:00Z',
});

/** Makes a license, which is a row with a random key, and resolves with the key. */
async function insert(connection: Connection): Promise<string> {
  const answer = expectStatus(await connection.exchange(insertRequest), 200);
  return (JSON.parse(answer) as { readonly key: string }).key;
}

export const casaziumIssueWork: Work = async (connection) => {
  await insert(connection);
};

/** Asks for one of so many licenses, which are made first and have to be valid. */
export async function prepareCasaziumVerify(port: number, count: number): Promise<Work> {
  const connections = await openConnections(port, count);
  const keys = await Promise.all(connections.map(insert));
  for (const connection of connections) connection.close();
  const requests = keys.map((key) => Buffer.from(postRequest('/v1/verify-license', '', { key })));
  return async (connection) => {
    const request = requests[randomBelow(requests.length)] ?? Buffer.of();
    if (!expectStatus(await connection.exchange(request), 200).startsWith('{"valid":true,'))
      throw new Error('A license of casazium/license is not valid.');
  };
}

import { openConnections, type Connection } from '../connection.js';
import { startServer } from '../licensing-server.js';
import type { ServerPlace } from '../places.js';
import { connectionCount } from '../rates.js';
import { issueWork } from '../works.js';
import { createTeller, megabytesOf, parts, type Course, type Sight } from './course.js';

/** Issues so many licenses by operation 1, and says on standard error how far it is. */
export async function issueAll({ env, apiKey }: ServerPlace, count: number): Promise<Course> {
  const { child, port } = await startServer(env);
  const connections = await openConnections(port, connectionCount);
  const work = issueWork(apiKey);
  const tell = createTeller('issued', count);
  const start = performance.now();
  const look = async (done: number): Promise<Sight> => ({
    done,
    seconds: (performance.now() - start) / 1000,
    megabytes: { server: await megabytesOf(child) },
  });
  try {
    const sights = [await look(0)];
    for (let part = 1; part <= parts; part += 1) {
      await repeat(connections, work, count / parts);
      const done = (part * count) / parts;
      sights.push(await look(done));
      tell(done);
    }
    return { work: `${String(count)} licenses issued`, sights };
  } finally {
    for (const connection of connections) connection.close();
    await child.stop();
  }
}

async function repeat(
  connections: readonly Connection[],
  work: ReturnType<typeof issueWork>,
  count: number,
): Promise<void> {
  let left = count;
  const run = async (connection: Connection, worker: number): Promise<void> => {
    while (left-- > 0) await work(connection, worker);
  };
  await Promise.all(connections.map(run));
}

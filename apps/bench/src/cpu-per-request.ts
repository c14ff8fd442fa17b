import type { Child } from './child-process.js';
import type { KeepAliveClient } from './keep-alive-client.js';
import type { Measure } from './run-rounds.js';

/** The CPU time, in microseconds, that a child takes for each of so many requests. */
export function cpuPerRequest(child: Child, client: KeepAliveClient, requests: number): Measure {
  return async () => {
    const before = await child.usage();
    await client.send(requests);
    const after = await child.usage();
    return (after.cpuMicroseconds - before.cpuMicroseconds) / requests;
  };
}

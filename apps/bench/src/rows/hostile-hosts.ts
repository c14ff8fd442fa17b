import type { IncomingMessage } from 'node:http';
import { countCryptoCalls } from '../count-crypto-calls.js';
import { nanoseconds } from '../format.js';
import { heapAfterCollection } from '../heap.js';
import type { Guard } from '../in-process/guard.js';
import { guards } from '../in-process/guards.js';
import { openConnection, type Connection } from '../incoming-request.js';
import { makeLicenses } from '../licenses.js';
import { passTime } from '../pass-time.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio } from '../spread.js';

const hostsInOneFlood = 100_000;

/** Keeping even the shortest of the hosts of a flood would cost several times as much. */
const flatHeapBytes = 256 * 1024;

/** P8: a flood of Host headers, no two alike, beside the same number of requests to the licensed host. */
export const hostileHostsRow: Row = {
  id: 'P8',
  measure: async (plan) => {
    const { texts, product, host, root } = await makeLicenses(3072, 1);
    const connection = await openConnection();
    const license = { license: texts.join(''), product, publicKeys: root.pem };
    const lines: Line[] = [];
    for (const [name, open] of guards) {
      const guard = await open({ ...license, onEvent: () => undefined });
      lines.push(await measureGuard(name, guard, toRequests(connection, host), plan));
      await guard.close();
    }
    connection.close();
    return lines;
  },
};

/** The next request of each kind. */
type Requests = Readonly<Record<'hostile' | 'licensed', () => IncomingMessage>>;

function toRequests({ makeRequest }: Connection, host: string): Requests {
  let sent = 0;
  return {
    hostile: () => makeRequest(hostileHost((sent += 1), host)),
    licensed: () => makeRequest(host),
  };
}

async function measureGuard(
  name: string,
  guard: Guard,
  requests: Requests,
  { rounds, sliceMilliseconds }: Plan,
): Promise<Line> {
  const measure = (kind: keyof Requests): Measure =>
    passTime(
      { prepare: requests[kind], run: (request) => expect(guard, request, kind === 'licensed') },
      sliceMilliseconds,
    );
  const licensed = measure('licensed');
  const samples = await runRounds(
    { hostile: measure('hostile'), licensed, control: licensed },
    rounds,
  );
  return {
    work: `10^5 hostile hosts, ${name} (${refuseFloods(guard, requests)})`,
    ours: nanoseconds(samples.hostile),
    reference: `licensed host ${nanoseconds(samples.licensed)}`,
    measured: ratio(samples.hostile, samples.licensed),
    unit: 'x',
    atMost: 4,
    control: ratio(samples.control, samples.licensed),
  };
}

function expect(guard: Guard, request: IncomingMessage, allowed: boolean): void {
  if (guard.check(request).allowed !== allowed) throw new Error('The guard decided wrongly.');
}

/** What must be exact: tells it in words, or throws. */
function refuseFloods(guard: Guard, { hostile }: Requests): string {
  const flood = (): void => {
    for (let count = 0; count < hostsInOneFlood; count += 1) expect(guard, hostile(), false);
  };
  const growth = growthOf(flood);
  const calls = countCryptoCalls(flood);
  if (growth > flatHeapBytes) throw new Error(`A flood left ${String(growth)} bytes on the heap.`);
  if (calls > 0) throw new Error(`A flood made ${String(calls)} calls of node:crypto.`);
  return `crypto calls ${String(calls)}, heap ${(growth / 1e6).toFixed(2)} MB`;
}

/** The first flood fills whatever has a bound; the second one must find it full. */
function growthOf(flood: () => void): number {
  flood();
  const before = heapAfterCollection();
  flood();
  return heapAfterCollection() - before;
}

/** Look-alikes of the licensed host and malformed ones, in turn. */
function hostileHost(number: number, host: string): string {
  const forms = [
    `${String(number)}.test`,
    `${host}.${String(number)}.test`,
    `${String(number)}${host}`,
    `user${String(number)}@${host}`,
    `${host}:${String(number)}x`,
    `${host}, ${String(number)}.test`,
    `[2001:db8::${(number % 65_536).toString(16)}]:${String(number)}`,
    `xn--${String(number)}.${host}`,
    `${'a'.repeat(200)}${String(number)}.test`,
    `s\u00f6${String(number)}.${host}`,
  ];
  return forms[number % forms.length] ?? host;
}

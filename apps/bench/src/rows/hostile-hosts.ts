import { licenseGate, type LicenseGate } from '@licet/express';
import { countCryptoCalls } from '../count-crypto-calls.js';
import { nanoseconds } from '../format.js';
import { heapAfterCollection } from '../heap.js';
import { openConnection, type MakeExchange } from '../incoming-request.js';
import { makeLicenses } from '../licenses.js';
import { passTime } from '../pass-time.js';
import type { Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';

const hostsInOneFlood = 100_000;

/** Keeping even the shortest of the hosts of a flood would cost several times as much. */
const flatHeapBytes = 256 * 1024;

/** P8: a flood of Host headers, no two alike, beside the same number of requests to the licensed host. */
export const hostileHostsRow: Row = {
  id: 'P8',
  measure: async ({ rounds, sliceMilliseconds }) => {
    const { texts, product, host, root } = await makeLicenses(3072, 1);
    const connection = await openConnection();
    const { makeExchange } = connection;
    const license = licenseGate({
      license: texts.join(''),
      product,
      publicKeys: root.pem,
      onEvent: () => undefined,
    });
    let sent = 0;
    const nextHostile = (): string => hostileHost((sent += 1), host);
    const measure = (nextHost: () => string, allowed: boolean) =>
      passTime(
        {
          prepare: () => makeExchange(nextHost()).request,
          run: (request) => expect(license, request, allowed),
        },
        sliceMilliseconds,
      );
    const licensed = measure(() => host, true);

    const samples = await runRounds(
      { hostile: measure(nextHostile, false), licensed, control: licensed },
      rounds,
    );
    const flood = (): void => refuseFlood(license, makeExchange, nextHostile);
    const growth = growthOf(flood);
    const calls = countCryptoCalls(flood);
    connection.close();
    license.close();
    if (growth > flatHeapBytes)
      throw new Error(`A flood left ${String(growth)} bytes on the heap.`);
    if (calls > 0) throw new Error(`A flood made ${String(calls)} calls of node:crypto.`);
    return [
      {
        work: `10^5 hostile hosts (crypto calls ${String(calls)}, heap ${(growth / 1e6).toFixed(2)} MB)`,
        ours: nanoseconds(samples.hostile),
        reference: `licensed host ${nanoseconds(samples.licensed)}`,
        measured: ratio(samples.hostile, samples.licensed),
        unit: 'x',
        atMost: 4,
        control: ratio(samples.control, samples.licensed),
      },
    ];
  },
};

type Request = Parameters<LicenseGate['check']>[0];

function expect(license: LicenseGate, request: Request, allowed: boolean): void {
  if (license.check(request).allowed !== allowed) throw new Error('The guard decided wrongly.');
}

function refuseFlood(
  license: LicenseGate,
  makeExchange: MakeExchange,
  nextHost: () => string,
): void {
  for (let count = 0; count < hostsInOneFlood; count += 1)
    expect(license, makeExchange(nextHost()).request, false);
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

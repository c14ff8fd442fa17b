import { formatInstant, type PolicyClaims } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { start, type JsonAnswer } from './support/run-licet.js';
import { useVendor, type Folder } from './support/vendor.js';

const vendor = useVendor();
const day = 86_400;
const term = { nbf: start + day, exp: start + 20 * day };

const policies: readonly PolicyClaims[] = [
  {},
  { graceDays: 7 },
  { offlineDays: 3 },
  { onExpiry: 'warn' },
  { onExpiry: 'read-only', graceDays: 2 },
  { offlineDays: 3, onStale: 'warn' },
  { offlineDays: 3, onStale: 'read-only', onExpiry: 'warn' },
  { onClockBack: 'warn' },
  { onClockBack: 'read-only', offlineDays: 0, onStale: 'warn' },
];

const moments: readonly (readonly [when: string, seconds: number])[] = [
  ['the clock is a month slow', -30 * day],
  ['the clock is just too slow', -301],
  ['the clock is slow within reason', -300],
  ['it was just issued', 0],
  ['it begins', day],
  ['its offline days are over', 3 * day],
  ['it ends', 20 * day],
  ['its grace may run', 21 * day],
  ['its grace is over', 27 * day],
];

/** The names that doctor has for what guards call otherwise. */
const guardNames: Readonly<Record<string, string>> = {
  clock_before_issue: 'clock_rolled_back',
  in_grace: 'grace',
};

describe('verify, explain and doctor', () => {
  it.each(policies)('agree at every moment of a license with %j', async (policy) => {
    const folder = await vendor.open();
    await folder.sign({ ...term, policy });
    for (const [when, seconds] of moments) {
      const at = formatInstant(start + seconds);
      const verify = await tell(folder, at, 'verify', 'license.dat');
      const explain = await tell(folder, at, 'explain', 'license.dat');
      const doctor = await tell(folder, at, 'doctor', '--license', 'license.dat');
      const code = verify.error?.code;
      const told = { when, code: explain.error?.code, exit: explain.exit };
      expect(told).toEqual({ when, code, exit: verify.exit });
      expect({ when, exit: doctor.exit }).toEqual({ when, exit: code === undefined ? 0 : 20 });
      const found = { when, codes: findDates(doctor, code === undefined ? 'warning' : 'failed') };
      expect(found).toEqual({
        when,
        codes: code === undefined ? warningsOf(verify) : expect.arrayContaining([code]),
      });
    }
  });
});

/** What doctor found of the dates, by the names that guards have for it; `ends_soon` is none of theirs. */
function findDates({ data }: JsonAnswer, sought: 'warning' | 'failed'): readonly string[] {
  return data.findings
    .filter(({ topic, verdict }) => isOfDates(topic) && verdict === sought)
    .map(({ code }) => guardNames[code] ?? code)
    .filter((code) => code !== 'ends_soon');
}

function warningsOf({ data: { warnings = [] } }: JsonAnswer): readonly string[] {
  return warnings.filter((warning) => warning !== 'read_only');
}

const isOfDates = (topic: string) => topic === 'dates' || topic === 'clock';

async function tell(folder: Folder, at: string, command: string, ...file: readonly string[]) {
  const place = ['--product', 'acme-shop', '--host', 'shop.example.com', '--key', 'keys/root.pem'];
  const { code: exit, stdout } = await folder.run([
    command,
    ...file,
    ...place,
    '--at',
    at,
    '--json',
  ]);
  return { exit, ...(JSON.parse(stdout) as JsonAnswer) };
}

import { createTrustedKeys, verifyDocument } from '@licet/core';
import { nanoseconds } from '../format.js';
import { makeLicenses } from '../licenses.js';
import { passTime } from '../pass-time.js';
import type { Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';

/** P4: a license that was verified a moment ago, in a string that is new each time. */
export const verifyAgainRow: Row = {
  id: 'P4',
  measure: async ({ rounds, sliceMilliseconds }) => {
    const { texts, product, root } = await makeLicenses(2048, 1);
    const bytes = Buffer.from(texts.join(''));
    const prepare = (): string => bytes.toString('latin1');
    const expected = {
      kind: 'domain-license',
      product,
      pins: createTrustedKeys(root.pem),
    } as const;
    const known = new Map([[prepare(), true]]);

    const again = passTime(
      { prepare, run: (text) => assert(verifyDocument(text, expected).ok) },
      sliceMilliseconds,
    );
    const lookUp = passTime({ prepare, run: (text) => assert(known.get(text)) }, sliceMilliseconds);
    const samples = await runRounds({ again, lookUp, control: lookUp }, rounds);
    return [
      {
        work: 'the same license again',
        ours: nanoseconds(samples.again),
        reference: `Map look-up of the text ${nanoseconds(samples.lookUp)}`,
        measured: ratio(samples.again, samples.lookUp),
        unit: 'x',
        atMost: 0.1,
        control: ratio(samples.control, samples.lookUp),
      },
    ];
  },
};

function assert(fact: boolean | undefined): void {
  if (fact !== true) throw new Error('A license that was known is not known any more.');
}

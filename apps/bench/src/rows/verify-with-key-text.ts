import { createTrustedKeys, verifyDocument } from '@licet/core';
import type { PublicKeyInput, TrustedKeys } from '@licet/core';
import { cpuTime, cycle, type Work } from '../cpu-time.js';
import { microseconds } from '../format.js';
import { makeLicenses, type Licenses } from '../licenses.js';
import type { Line, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';

/** P2: the pinned key comes as text with every license, as it does when a request brings it. */
export const verifyWithKeyTextRow: Row = {
  id: 'P2',
  measure: async ({ rounds, sliceMilliseconds }) => {
    const licenses = await makeLicenses(2048, 256);
    const { pem, xml, jwk } = licenses.root;
    const prebuilt = createTrustedKeys(pem);
    const measure = (toPins: () => TrustedKeys) =>
      cpuTime(verifyAll(licenses, toPins), sliceMilliseconds);
    const pinText = (text: PublicKeyInput) => measure(() => createTrustedKeys(text));
    const samples = await runRounds(
      {
        prebuilt: measure(() => prebuilt),
        control: measure(() => prebuilt),
        xml: pinText(xml),
        pem: pinText(pem),
        jwk: pinText(JSON.stringify(jwk)),
      },
      rounds,
    );
    return (['xml', 'pem', 'jwk'] as const).map((form): Line => ({
      work: `verify, key given as ${form.toUpperCase()} text each time`,
      ours: microseconds(samples[form]),
      reference: `key prebuilt ${microseconds(samples.prebuilt)}`,
      measured: ratio(samples[form], samples.prebuilt),
      unit: 'x',
      atMost: 1.05,
      control: ratio(samples.control, samples.prebuilt),
    }));
  },
};

function verifyAll({ texts, product }: Licenses, toPins: () => TrustedKeys): Work {
  return cycle(texts, (text) => {
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins: toPins() });
    if (!verification.ok) throw new Error(verification.detail);
  });
}

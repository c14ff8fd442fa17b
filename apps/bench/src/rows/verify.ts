import { createPublicKey, verify } from 'node:crypto';
import { createTrustedKeys, verifyDocument } from '@licet/core';
import { compactVerify, importJWK } from 'jose';
import { cpuTime, cycle, type Work } from '../cpu-time.js';
import { microseconds } from '../format.js';
import { makeLicenses, type Licenses } from '../licenses.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';

/** More than any memo of core holds, so that every document is new to it. */
const documents = 256;

/** P1: from the text of a license to the verdict, the pinned key prebuilt. */
export const verifyRow: Row = {
  id: 'P1',
  measure: async (plan) => [...(await measureSize(2048, plan)), ...(await measureSize(3072, plan))],
};

async function measureSize(
  modulusBits: 2048 | 3072,
  { rounds, sliceMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const licenses = await makeLicenses(modulusBits, documents);
  const [licet, bare, jose] = [
    verifyWithLicet(licenses),
    verifySignatureAlone(licenses),
    await verifyWithJose(licenses),
  ];
  const samples = await runRounds(
    {
      ours: cpuTime(licet, sliceMilliseconds),
      bare: cpuTime(bare, sliceMilliseconds),
      control: cpuTime(bare, sliceMilliseconds),
      jose: cpuTime(jose, sliceMilliseconds),
    },
    rounds,
  );
  const kilobytes = ((licenses.texts[0]?.length ?? 0) / 1000).toFixed(1);
  const work = `verify a license, RSA-${String(modulusBits)}, ${kilobytes} kB`;
  const ours = microseconds(samples.ours);
  return [
    {
      work,
      ours,
      reference: `crypto.verify ${microseconds(samples.bare)}`,
      measured: ratio(samples.ours, samples.bare),
      unit: 'x',
      atMost: 1.35,
      control: ratio(samples.control, samples.bare),
    },
    {
      work,
      ours,
      reference: `jose ${microseconds(samples.jose)}`,
      measured: ratio(samples.ours, samples.jose),
      unit: 'x',
      atMost: 0.25,
    },
  ];
}

function verifyWithLicet({ texts, product, root }: Licenses): Work {
  const pins = createTrustedKeys(root.pem);
  return cycle(texts, (text) => {
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
    if (!verification.ok) throw new Error(verification.detail);
  });
}

/** What no verifier can do without: one signature check over bytes that are at hand. */
function verifySignatureAlone({ texts, leaf }: Licenses): Work {
  const key = createPublicKey(leaf.pem);
  const parts = texts.map((text) => {
    const end = text.lastIndexOf('.');
    return {
      data: Buffer.from(text.slice(0, end)),
      signature: Buffer.from(text.slice(end + 1), 'base64url'),
    };
  });
  return cycle(parts, ({ data, signature }) => {
    if (!verify('sha256', data, key, signature))
      throw new Error('crypto.verify refused a license.');
  });
}

/** The signature and the JSON of the payload, no claim checked: less work than ours. */
async function verifyWithJose({ texts, leaf }: Licenses): Promise<Work> {
  const key = await importJWK(leaf.jwk, 'RS256');
  const decoder = new TextDecoder();
  return async (count) => {
    for (let index = 0; index < count; index += 1) {
      const { payload } = await compactVerify(texts[index % texts.length] ?? '', key);
      JSON.parse(decoder.decode(payload));
    }
  };
}

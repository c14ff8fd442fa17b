import { createPublicKey, verify } from 'node:crypto';
import { createTrustedKeys, verifyDocument } from '@licet/core';
import { compactVerify, importJWK } from 'jose';
import { cpuTime, cycle, type Work } from '../cpu-time.js';
import { microseconds } from '../format.js';
import { makeLicenses, type Licenses } from '../licenses.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { splitSigned } from '../split-signed.js';
import { ratio } from '../spread.js';

/** More than any memo of core holds, so that every document is new to it. */
const documents = 256;

/** P1: from the text of a license or a short token to the verdict, the pinned key prebuilt. */
export const verifyRow: Row = {
  id: 'P1',
  measure: async (plan) => [...(await measureSize(2048, plan)), ...(await measureSize(3072, plan))],
};

async function measureSize(modulusBits: 2048 | 3072, plan: Plan): Promise<readonly Line[]> {
  const { texts, tokens, product, root, leaf } = await makeLicenses(modulusBits, documents);
  const common = { modulusBits, product, root, leaf };
  return [
    ...(await measure({ ...common, kind: 'domain-license', texts, atMost: 1.35 }, plan)),
    ...(await measure({ ...common, kind: 'token-license', texts: tokens, atMost: 1.15 }, plan)),
  ];
}

/** Documents of one kind, and how much longer than the bare signature check their verification may take. */
interface Subject extends Pick<Licenses, 'texts' | 'product' | 'root' | 'leaf'> {
  readonly kind: 'domain-license' | 'token-license';
  readonly modulusBits: number;
  readonly atMost: number;
}

const names = { 'domain-license': 'license', 'token-license': 'short token' } as const;

async function measure(
  subject: Subject,
  { rounds, sliceMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const [licet, bare, jose] = [
    verifyWithLicet(subject),
    verifySignatureAlone(subject),
    await verifyWithJose(subject),
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
  const kilobytes = ((subject.texts[0]?.length ?? 0) / 1000).toFixed(1);
  const size = `RSA-${String(subject.modulusBits)}, ${kilobytes} kB`;
  const work = `verify a ${names[subject.kind]}, ${size}`;
  const ours = microseconds(samples.ours);
  return [
    {
      work,
      ours,
      reference: `crypto.verify ${microseconds(samples.bare)}`,
      measured: ratio(samples.ours, samples.bare),
      unit: 'x',
      atMost: subject.atMost,
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

function verifyWithLicet({ texts, product, root, kind }: Subject): Work {
  const pins = createTrustedKeys(root.pem);
  return cycle(texts, (text) => {
    const verification = verifyDocument(text, { kind, product, pins });
    if (!verification.ok) throw new Error(verification.detail);
  });
}

/** What no verifier can do without: one signature check over bytes that are at hand. */
function verifySignatureAlone({ texts, leaf }: Subject): Work {
  const key = createPublicKey(leaf.pem);
  return cycle(texts.map(splitSigned), ({ data, signature }) => {
    if (!verify('sha256', data, key, signature))
      throw new Error('crypto.verify refused a license.');
  });
}

/** The signature and the JSON of the payload, no claim checked: less work than ours. */
async function verifyWithJose({ texts, leaf }: Subject): Promise<Work> {
  const key = await importJWK(leaf.jwk, 'RS256');
  const decoder = new TextDecoder();
  return async (count) => {
    for (let index = 0; index < count; index += 1) {
      const { payload } = await compactVerify(texts[index % texts.length] ?? '', key);
      JSON.parse(decoder.decode(payload));
    }
  };
}

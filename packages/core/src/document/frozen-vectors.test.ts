import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../test/vendor.js';
import { inflate } from '../node/inflate.js';
import { verifyStatusList } from '../status/verify-status-list.js';
import { verifyTrustList } from '../trust/trust-list.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import type { DocumentKind } from './claims.js';
import { fromPipeForm, toPipeForm } from './pipe-form.js';
import { verifyDocument } from './verify-document.js';

/** A document that was signed once with keys that nobody has any more. */
interface Vector {
  readonly pin: string;
  readonly product: string;
  readonly document: string;
  /** The same in the form in which it travels, for token licenses. */
  readonly pipe?: string;
  readonly license: { readonly kind: DocumentKind };
}

const folder = new URL('../../test/vectors/', import.meta.url);
const isLicense = (name: string) => /(?:license|activation|lease)-v1\.json$/.test(name);
const vectors = readdirSync(folder)
  .filter(isLicense)
  .map((name): readonly [string, Vector] => [
    name,
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector,
  ]);

describe('the frozen vectors', () => {
  it('are of every kind', () => {
    expect(vectors.map(([, { license }]) => license.kind).sort()).toEqual([...kinds].sort());
  });

  it.each(vectors)('%s verifies today as on the day it was made', (_, vector) => {
    const { document, product, license } = vector;
    const pins = createTrustedKeys(vector.pin);
    expect(verifyDocument(document, { kind: license.kind, product, pins })).toEqual({
      ok: true,
      license,
    });
  });

  it.each(vectors.filter(([, { pipe }]) => pipe !== undefined))(
    '%s travels in the same form as on that day',
    (_, { document, pipe = '' }) => {
      expect(toPipeForm(document)).toBe(pipe);
      expect(fromPipeForm(pipe)).toBe(document);
    },
  );
});

/** A list that was signed once with keys that nobody has any more. */
interface ListVector {
  readonly pin: string;
  readonly document: string;
  readonly list: object;
}
interface StatusListVector extends ListVector {
  readonly uri: string;
  readonly issuer: string;
  readonly statuses: Readonly<Record<string, string>>;
}
const readVector = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

describe('the frozen lists', () => {
  it('of documents says today what it said on the day it was made', () => {
    const vector = readVector('status-list-v1.json') as StatusListVector;
    const { uri, issuer, document, statuses } = vector;
    const pins = createTrustedKeys(vector.pin);
    const verification = verifyStatusList(document, { uri, issuer, pins, inflate });
    expect(verification).toMatchObject({ ok: true, list: vector.list });
    for (const [slot, status] of Object.entries(statuses))
      expect([slot, verification.ok && verification.list.statusOf(Number(slot))]).toEqual([
        slot,
        status,
      ]);
  });

  it('of stolen keys says today what it said on the day it was made', () => {
    const { pin, document, list } = readVector('trust-list-v1.json') as ListVector;
    const pins = createTrustedKeys(pin);
    expect(verifyTrustList(document, { pins })).toEqual({ ok: true, list });
  });
});

import { deflateSync } from 'node:zlib';
import { certify, issuedAt, makeKey, signJws, type TestKey, type TestVendor } from './vendor.js';

export const listUri = 'urn:licet:iss_test:status:0';

/** The claim by which a document refers to a slot of the list. */
export const slotClaim = (idx: number): Record<string, unknown> => ({
  status: { status_list: { idx, uri: listUri } },
});

/** A list in which the given slots have a status other than valid. */
export function listOf(statuses: Readonly<Record<number, 1 | 2 | 3>> = {}): string {
  const bits = Buffer.alloc(2 ** 18);
  for (const [slot, status] of Object.entries(statuses)) {
    bits[Number(slot) >> 2] = (bits[Number(slot) >> 2] ?? 0) | (status << ((Number(slot) & 3) * 2));
  }
  return deflateSync(bits).toString('base64url');
}

/** Signs lists; changes are of claims, then of header members. */
export interface ListSigner {
  readonly leaf: TestKey;
  statusList(
    statuses?: Readonly<Record<number, 1 | 2 | 3>>,
    changes?: Record<string, unknown>,
    headerChanges?: Record<string, unknown>,
  ): string;
  trustList(burnt: readonly unknown[], changes?: Record<string, unknown>): string;
}

/** Signs lists in the name of a vendor, by a leaf of their own, with bare node:crypto. */
export function makeListSigner({ root }: Pick<TestVendor, 'root'>): ListSigner {
  const leaf = makeKey();
  const statement = certify(root, leaf, { use: 'status' });
  const header = { alg: 'RS256', typ: 'statuslist+jwt', kid: leaf.kid, leaf: statement };
  const claims = {
    v: 1,
    iss: 'iss_test',
    sub: listUri,
    seq: 1,
    iat: issuedAt,
    exp: issuedAt + 86_400,
    ttl: 60,
  };
  return {
    leaf,
    statusList: (
      statuses: Readonly<Record<number, 1 | 2 | 3>> = {},
      changes: Record<string, unknown> = {},
      headerChanges: Record<string, unknown> = {},
    ): string => {
      const status_list = { bits: 2, lst: listOf(statuses) };
      const payload = { ...claims, status_list, ...changes };
      return signJws({ ...header, ...headerChanges }, payload, leaf);
    },
    trustList: (burnt: readonly unknown[], changes: Record<string, unknown> = {}): string =>
      signJws(
        { alg: 'RS256', typ: 'trust+jwt', kid: root.kid },
        { v: 1, iss: 'iss_test', seq: 1, iat: issuedAt, burnt, ...changes },
        root,
      ),
  };
}

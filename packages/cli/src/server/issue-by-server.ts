import type { LicetClient } from '@licet/client';
import type { IssuedKind } from '../licenses/kinds.js';
import type { SignedLicense } from '../licenses/sign-offline.js';
import type { PlaceValues, TermValues } from '../licenses/term-options.js';
import { misuse } from '../program/failure.js';
import { toLicenseBody } from './license-body.js';
import { readLicense } from './license-record.js';
import { expectAnswer, loosely, openServer, type ServerValues } from './open-server.js';

/** Creates a license of any kind on a server and fetches its document. */
export async function issueByServer(
  kind: IssuedKind,
  product: string,
  options: TermValues & PlaceValues & ServerValues & { readonly out: string | undefined },
): Promise<SignedLicense> {
  if (options.server === undefined) {
    throw misuse('Say who signs: --keys with a folder of keys, or --server with an address.');
  }
  if (kind === 'activation') {
    throw misuse('A server makes activation codes for a license: licet licenses activate ID.');
  }
  refuseWithoutFile(kind, options);
  const client = openServer(options);
  const body = toLicenseBody(kind, product, options);
  const created = await expectAnswer(loosely(client).post('/v1/licenses', { body }));
  const { id, key, serial } = readLicense(created);
  // What a customer of tokens gets is the serial number: each machine fetches a proof of its own.
  const document = kind === 'token' ? undefined : await fetchFile(client, id);
  return { document, id, key, serial };
}

/** A license that is made and then has no file would be left behind without anybody knowing its id. */
function refuseWithoutFile(
  kind: IssuedKind,
  { out, computer, site }: PlaceValues & { readonly out: string | undefined },
): void {
  if (kind === 'token' && out !== undefined) {
    throw misuse(
      'A token license of a server has no file: leave out --out. Its serial number is printed.',
      'out',
    );
  }
  if (kind === 'single-user' && computer === undefined && site === undefined) {
    throw misuse(
      'A single-user license has a file once it is bound: give --computer or --site, or make it with licet licenses create.',
      'computer',
    );
  }
}

/** The newest file of a license. */
export function fetchFile(client: LicetClient, id: string): Promise<string> {
  return expectAnswer(client.get('/v1/licenses/{id}/file', { params: { id } }));
}

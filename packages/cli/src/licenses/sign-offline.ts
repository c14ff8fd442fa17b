import { toPipeForm } from '@licet/core';
import { createSigningLanes, signLicense } from '@licet/issuer';
import type { OpenedLeaf } from '../keys/key-folder.js';
import { draftDomain, draftMachine, draftNetwork, draftToken, type Order } from './draft-claims.js';
import type { IssuedKind } from './kinds.js';

/** What was signed. */
export interface SignedLicense {
  /** The file's text, the code, or the token with its bar; absent for a token license of a server, which has none. */
  readonly document: string | undefined;
  readonly id: string;
  readonly key?: string | undefined;
  readonly serial?: string | undefined;
}

/** Signs a license of any kind with keys at hand, without a server. */
export async function signOffline(
  kind: IssuedKind,
  order: Order,
  { signer }: OpenedLeaf,
): Promise<SignedLicense> {
  const lanes = createSigningLanes();
  switch (kind) {
    case 'domain': {
      const { claims, key } = draftDomain(order);
      const document = await signLicense('domain-license', claims, signer, lanes);
      return { document, id: claims.sub, key };
    }
    case 'single-user':
    case 'activation': {
      const { claims } = draftMachine(order);
      const type = kind === 'activation' ? 'activation' : 'single-user-license';
      const document = await signLicense(type, claims, signer, lanes);
      return { document, id: claims.sub, serial: claims.serial };
    }
    case 'network': {
      const { claims } = draftNetwork(order);
      const document = await signLicense('network-license', claims, signer, lanes);
      return { document, id: claims.sub, serial: claims.serial };
    }
    case 'token': {
      const { claims } = draftToken(order);
      const document = toPipeForm(await signLicense('token-license', claims, signer, lanes));
      return { document, id: claims.sub, serial: claims.serial };
    }
  }
}
